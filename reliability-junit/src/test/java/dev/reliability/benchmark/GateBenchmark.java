package dev.reliability.benchmark;

import dev.reliability.internal.evidence.Manifest;
import dev.reliability.internal.evidence.Manifest.Invocation;
import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.gate.Gate;
import dev.reliability.internal.journal.JournalFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * What the gate costs over a thousand test classes with their evidence and journals. Prints the figures beside their limit, and
 * ends with 1 if it is over.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark test-compile exec:exec -Dbenchmark=Gate</pre>
 */
public final class GateBenchmark {

    private static final int CLASSES = 1000;
    private static final int ROUNDS = 7;
    private static final double LIMIT_SECONDS = 1;

    private GateBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("reliability-benchmark");
        try {
            Path classes = compile(directory);
            Path reports = directory.resolve("target/reliability");
            leaveEvidence(classes, reports);
            double[] seconds = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                seconds[i] = gate(classes, reports);
            }
            Arrays.sort(seconds);
            boolean missed = seconds[ROUNDS / 2] > LIMIT_SECONDS;
            System.out.printf(
                    Locale.ROOT,
                    "%10.3f s for the gate over %d test classes, median of %d (fastest %.3f, the first one slowest at %.3f;"
                            + " limit %.1f)%s%n",
                    seconds[ROUNDS / 2],
                    CLASSES,
                    ROUNDS,
                    seconds[0],
                    seconds[ROUNDS - 1],
                    LIMIT_SECONDS,
                    missed ? " MISSED" : "");
            System.exit(missed ? 1 : 0);
        } finally {
            delete(directory);
        }
    }

    private static Path compile(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("src"));
        Path classes = Files.createDirectories(directory.resolve("target/test-classes"));
        List<String> command = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        for (int i = 0; i < CLASSES; i++) {
            Path source = sources.resolve("Shop" + i + "IT.java");
            Files.writeString(
                    source,
                    """
                    import dev.reliability.junit.*;
                    import org.junit.jupiter.api.Test;
                    @SteadyState(http = "http://127.0.0.1:8099/", outage = "10s")
                    class Shop%dIT {
                        @Test @ShutdownAttack(target = "shop") void isSurvived() {}
                        @Test void somethingElse() {}
                    }
                    """
                            .formatted(i));
            command.add(source.toString());
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the test classes do not compile");
        }
        return classes;
    }

    private static void leaveEvidence(Path classes, Path reports) throws Exception {
        Manifest manifest = Manifest.in(
                name -> name.equals("reliability.reports") ? Optional.of(reports.toString()) : Optional.empty());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            List<TestKey> tests = new ArrayList<>();
            for (int i = 0; i < CLASSES; i++) {
                for (String method : List.of("isSurvived", "somethingElse")) {
                    Class<?> type = loader.loadClass("Shop" + i + "IT");
                    tests.add(TestKey.of(List.of(), type, type.getDeclaredMethod(method)));
                    manifest.testedFrom(type);
                }
            }
            manifest.planned(tests);
            for (TestKey test : tests) {
                JournalFile journal = new JournalFile(reports, test.toString());
                journal.write(Map.of("status", "completed", "run", "x".repeat(4000)));
                Invocation run = new Invocation(test.toString(), test, test.method(), Instant.now(), "");
                manifest.verdict(run, "PASSED", "", test.method().startsWith("is"), Optional.of(journal.path()));
                manifest.outcome(test.toString(), test, true, "SUCCESSFUL", "");
            }
            manifest.planOver();
        }
    }

    private static double gate(Path classes, Path reports) throws Exception {
        try (Stream<Path> files = Files.list(reports.resolve("manifest"))) {
            for (Path used :
                    files.filter(file -> file.toString().endsWith(".used")).toList()) {
                Files.delete(used);
            }
        }
        StringBuilder said = new StringBuilder();
        PrintStream out = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int character) {
                        said.append((char) character);
                    }
                },
                true,
                StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        int code = Gate.run(out, "--classes=" + classes, "--reports=" + reports);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (code != 0) {
            throw new IllegalStateException("the gate stays closed: " + said);
        }
        return seconds;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
