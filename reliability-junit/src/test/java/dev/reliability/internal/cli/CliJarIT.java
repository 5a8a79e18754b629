package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar, as people run it. */
class CliJarIT {

    @TempDir
    Path state;

    private static final Pattern CONTENT = Pattern.compile(
            "(dev/reliability|org/apache/hc|com/fasterxml/jackson/(core|databind|annotation)|org/xbill/DNS|org/snakeyaml"
                    + "|org/HdrHistogram|org/slf4j|org/opentest4j|org/publicsuffix|mozilla|picocli)/.*|META-INF/.*|messages\\.properties");

    private record Answer(int exitCode, String output) {}

    private static Path jar() throws IOException {
        Path target = Path.of("target");
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            Optional<Path> jar =
                    files.filter(file -> file.toString().endsWith("-cli.jar")).findFirst();
            assumeTrue(jar.isPresent(), "needs the jar of the package phase");
            return jar.get();
        }
    }

    private static Answer run(String... arguments) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-jar", jar().toString()));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    @Test
    void isSmallAndHoldsNothingThatIsNotCalled() throws IOException {
        assertThat(Files.size(jar())).isLessThanOrEqualTo(8_000_000);
        try (JarFile file = new JarFile(jar().toFile())) {
            List<String> names = file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();

            assertThat(names)
                    .contains("dev/reliability/internal/cli/Main.class", "META-INF/LICENSE")
                    .allMatch(name -> CONTENT.matcher(name).matches());
            assertThat(new String(
                            file.getInputStream(file.getEntry("META-INF/LICENSE"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .contains("Apache License", "dnsjava authors");
        }
    }

    @Test
    void plansWithTheClassPathOfTests() throws Exception {
        Answer answer = run(
                "plan",
                "-Dreliability.state=" + state,
                "--classpath",
                System.getProperty("java.class.path"),
                Planned.class.getName());
        assertThat(answer.output())
                .contains("shutdown of clerk: a process that the test starts; planned when it runs")
                .endsWith("1 test, 1 fault, no problem. Nothing was changed.\n");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void saysWhatIsMissingOnTheClassPath() throws Exception {
        String ownClasses = Path.of(Planned.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Answer answer = run("plan", "--classpath", ownClasses, Planned.class.getName());
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.output()).contains("needs a class that is not on the class path: org/junit/");
    }

    @Test
    void sweepsAndHaltsWithoutAnyOtherJar() throws Exception {
        assertThat(run("sweep", "--state=" + state).exitCode()).isZero();
        assertThat(run("halt", "--state=" + state).exitCode()).isZero();
        assertThat(run("halt", "--state=" + state, "--release").exitCode()).isZero();
        assertThat(run("sweep", "--state=" + state, "--target=netns:rlt-nowhere")
                        .output())
                .contains("there is no network namespace rlt-nowhere");
    }

    static class Planned {

        @ReliabilityTarget("clerk")
        static final ManagedProcess CLERK =
                ManagedProcess.command("sleep", "300").build();

        @Test
        @ShutdownAttack(target = "clerk")
        void stop() {
            throw new IllegalStateException("a test ran");
        }
    }
}
