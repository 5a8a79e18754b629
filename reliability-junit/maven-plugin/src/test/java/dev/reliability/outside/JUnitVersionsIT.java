package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.outside.MavenRun.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One binary, of the library as well as of the tests, runs on every JUnit from 5.12 on, by whatever launches it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class JUnitVersionsIT {

    private static final String SKIPPED = "INCONCLUSIVE: an assumption of the test body was not met: another extension"
            + " skipped the test body. The test proves nothing. Reverted; nothing left behind.";
    private static final String NO_BOOKS =
            "FAILED: the test body failed #.# s after freeze of clerk: no books. Reverted; nothing left behind.";
    private static final String NEWEST = "6.1.3";

    private static final Map<String, Ran> RUNS = new ConcurrentHashMap<>();

    private final OutsideProject project = OutsideProject.compiled();

    /** What one run of all tests left; the next one begins by deleting it. */
    private record Ran(int exitCode, String output, List<String> gate, List<Case> cases, String classPath) {

        List<Case> cases(String... classes) {
            return cases.stream()
                    .filter(test ->
                            Stream.of(classes).anyMatch(name -> test.name().matches("shop\\." + name + "\\b.*")))
                    .toList();
        }
    }

    private Ran runOn(String version) {
        return RUNS.computeIfAbsent(version, this::run);
    }

    private Ran run(String version) {
        String tests = "PassedIT,FormsIT,JUnitVersionIT,ExperimentsIT,MeddlingIT,SuiteIT" + classParameters(version);
        MavenRun run = project.run(
                "failsafe:integration-test@reliability",
                "failsafe:verify@reliability",
                "reliability:gate@reliability-gate",
                "-Plaunchers",
                "-Dmaven.test.failure.ignore",
                "-Djunit.version=" + version,
                "-Dit.test=" + tests,
                "-Dgate.exclude=shop\\.(?!(" + tests.replace(',', '|').replace("SuiteIT", "OfSuite") + ")\\b).*");
        try {
            return new Ran(
                    run.exitCode(),
                    run.output(),
                    run.gate(),
                    run.cases(),
                    Files.readString(project.directory().resolve("target/class-path.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(run.output(), e);
        }
    }

    /** Classes with parameters came with JUnit 5.13. */
    private static String classParameters(String version) {
        return version.equals("5.12.2") ? "" : ",ClassParametersIT";
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", "5.14.4", "6.0.3", NEWEST})
    void runsWithoutBeingCompiledAgain(String version) {
        Ran ran = runOn(version);
        boolean withParameters = !classParameters(version).isEmpty();

        assertThat(ran.cases("PassedIT", "FormsIT", "JUnitVersionIT", "ExperimentsIT"))
                .as(ran.output())
                .hasSize(10)
                .allMatch(test -> test.element().equals("passed"));
        assertThat(ran.cases("ClassParametersIT"))
                .hasSize(withParameters ? 8 : 0)
                .allMatch(test -> test.element().equals("passed"));
        assertThat(ran.cases("SuiteIT", "OfSuite")).hasSize(1).allMatch(test -> test.element()
                .equals("passed"));
        assertThat(ran.output()).contains("JUnit " + version);
        assertThat(ran.gate())
                .contains(
                        (withParameters ? "12 of 16" : "9 of 13") + " reliability tests proven; the gate stays CLOSED")
                .allMatch(line -> line.matches("(shop\\.MeddlingIT\\.|EXCLUDED |[0-9]+ of ).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", "5.14.4", "6.0.3", NEWEST})
    void seesWhatOtherExtensionsDoToTheBody(String version) {
        Ran ran = runOn(version);

        assertThat(ran.exitCode()).as(ran.output()).isOne();
        assertThat(ran.cases("MeddlingIT"))
                .extracting(test -> test.name().replaceAll("shop.MeddlingIT.|\\W.*", "") + " " + test.line())
                .containsExactlyInAnyOrder(
                        "inPeace ",
                        "skipped " + SKIPPED,
                        "skippedAgain " + SKIPPED,
                        "swallowed " + NO_BOOKS,
                        "forgiven " + NO_BOOKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", NEWEST})
    void runsASingleMethodWithoutMaven(String version) {
        MavenRun run = console(
                version,
                List.of(java()),
                "ConsoleLauncher",
                "--select-method=shop.FormsIT#composed(dev.reliability.junit.Attack)");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("FormsIT.composed +", "[         1 tests successful      ]")
                .doesNotContain("FormsIT.repeated", "reliability gate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", NEWEST})
    void runsOneExperimentAtATimeWhereTestsRunInParallel(String version) {
        MavenRun run = console(
                version,
                List.of(java()),
                "ConsoleLauncher",
                "--config=junit.jupiter.execution.parallel.enabled=true",
                "--config=junit.jupiter.execution.parallel.mode.default=concurrent",
                "--config=junit.jupiter.execution.parallel.config.strategy=fixed",
                "--config=junit.jupiter.execution.parallel.config.fixed.parallelism=4",
                "--config=junit.jupiter.execution.parallel.config.executor-service=worker_thread_pool",
                "--select-class=shop.FormsIT",
                "--select-class=shop.OfSuite");

        assertThat(run.exitCode()).as(run.output()).isZero();
        List<String> steps = run.output()
                .lines()
                .flatMap(line -> Stream.of("Injecting", "Reverted")
                        .filter(step -> line.matches("\\[reliability] \\S+ \\+\\S+ " + step + " .*")))
                .toList();
        assertThat(steps).hasSize(14);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i)).as(run.output()).isEqualTo(i % 2 == 0 ? "Injecting" : "Reverted");
        }
    }

    /** All on one virtual thread that has one carrier, where whoever keeps it would be waited for without end. */
    @Test
    void runsOnVirtualThreadsThatShareOneCarrierAndPinsNone() throws IOException {
        Optional<Path> newer = javaWithVirtualThreads();
        assumeTrue(newer.isPresent(), "it needs a JDK of 24 or later beside this one");

        MavenRun run = console(
                NEWEST,
                List.of(
                        newer.get().resolve("bin/java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-XX:StartFlightRecording:filename=target/pinned.jfr,jdk.VirtualThreadPinned#enabled=true,"
                                + "jdk.VirtualThreadPinned#threshold=0ms"),
                "shop.OnAVirtualThread",
                Stream.of("PassedIT", "FormsIT", "ClassParametersIT", "ExperimentsIT", "OfSuite", "VirtualThreadsIT")
                        .map(name -> "--select-class=shop." + name)
                        .toArray(String[]::new));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("VirtualThreadsIT.theBodyStartsMany +")
                .doesNotContain("WARNING: ");
        assertThat(pinned())
                .as("the one that the test pins itself is seen, and no other")
                .singleElement()
                .asString()
                .contains("OnAVirtualThread$Pinning");
    }

    /** Returns where virtual threads kept their carriers while they waited, as the JVM recorded it. */
    private List<String> pinned() throws IOException {
        return RecordingFile.readAllEvents(project.directory().resolve("target/pinned.jfr")).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .map(RecordedEvent::toString)
                .toList();
    }

    @Test
    void saysThatJUnitIsTooOld() {
        MavenRun run = project.run(
                "failsafe:integration-test@reliability",
                "failsafe:verify@reliability",
                "reliability:gate@reliability-gate",
                "-Dmaven.test.failure.ignore",
                "-Djunit.version=5.11.4",
                "-Dit.test=PassedIT,FormsIT,ExperimentsIT",
                "-Dgate.exclude=shop\\.(?!(PassedIT|FormsIT|ExperimentsIT)\\b).*");

        assertThat(run.exitCode()).as(run.output()).isOne();
        List<Case> ofJupiter = run.cases().stream()
                .filter(test -> !test.name().startsWith("shop.ExperimentsIT"))
                .toList();
        assertThat(ofJupiter).as(run.output()).isNotEmpty().allSatisfy(test -> assertThat(test)
                .returns("error", Case::element)
                .returns("dev.reliability.junit.ReliabilityException", Case::type)
                .returns(
                        "ERROR: JUnit 5.12 or later is needed, but this is 5.11.4. No fault was injected.",
                        Case::line));
        assertThat(ofJupiter)
                .extracting(test -> test.name().replaceAll("^shop\\.(\\w+).*", "$1"))
                .contains("PassedIT", "FormsIT");
        assertThat(run.cases()).as("files need nothing of Jupiter").hasSize(ofJupiter.size() + 2);
        assertThat(run.gate()).contains("2 of 7 reliability tests proven; the gate stays CLOSED");
        assertThat(run.output()).doesNotContain("Injecting freeze", "Injecting shutdown", "NoSuchMethodError");
    }

    private MavenRun console(String version, List<String> java, String main, String... arguments) {
        String classPath = runOn(version).classPath();
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(
                "-Dreliability.state=" + project.directory().resolve("../state"),
                "-Dreliability.reports=target/console",
                "-cp",
                classPath,
                main.contains(".") ? main : "org.junit.platform.console." + main,
                "execute",
                "--disable-banner",
                "--disable-ansi-colors"));
        command.addAll(List.of(arguments));
        return project.launched(command);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns a JDK beside this one in which a lock does not pin a virtual thread to its carrier. */
    private static Optional<Path> javaWithVirtualThreads() {
        try (Stream<Path> homes =
                Files.list(Path.of(System.getProperty("java.home")).getParent())) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")) && major(home) >= 24)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int major(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
