package dev.reliability.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.experiment.Reliability;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/** What cannot be run as it is written is an error of that test, says everything at once, and touches nothing. */
class BadInputTest {

    @TempDir
    Path directory;

    private Process victim;

    @BeforeEach
    void startVictim() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void endVictim() {
        victim.destroyForcibly();
    }

    private Map<String, String> run(Class<?> tests, String... parameters) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString());
        for (int i = 0; i < parameters.length; i += 2) {
            kit.configurationParameter(parameters[i], parameters[i + 1]);
        }
        Map<String, String> outcomes = new LinkedHashMap<>();
        kit.execute()
                .allEvents()
                .filter(event -> event.getType() == EventType.FINISHED)
                .forEach(event -> {
                    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
                    if (event.getTestDescriptor().isTest()
                            || result.getThrowable().isPresent()) {
                        outcomes.put(
                                event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                                result.getThrowable()
                                        .map(thrown -> thrown.getClass().getSimpleName() + ": " + thrown.getMessage())
                                        .orElse(result.getStatus().name()));
                    }
                });
        return outcomes;
    }

    private static String invalid(String problem) {
        return "InvalidExperimentException: " + problem + ". No fault was injected.";
    }

    @Test
    void namesAnnotationAttributeAndPlace() {
        OneBadTestPerKind.BODIES.set(0);

        Map<String, String> outcomes = run(OneBadTestPerKind.class);

        assertThat(outcomes)
                .containsEntry("good", "SUCCESSFUL")
                .containsEntry(
                        "unknownTarget",
                        invalid("@ShutdownAttack(target) on OneBadTestPerKind.unknownTarget(): unknown target \"shpo\""
                                + " (known: dead, shop): declare it with @ReliabilityTarget, or add \"target.shpo"
                                + " = …\" to reliability-local.properties"))
                .containsEntry(
                        "unknownScheme",
                        invalid("@ShutdownAttack(target) on OneBadTestPerKind.unknownScheme(): no back end on the"
                                + " class path has targets with the scheme \"proces\" (known: chaostoolkit, docker, given, host, link, netns,"
                                + " process, room, sabotage-inject, sabotage-revert, ssh, toxiproxy; did you mean"
                                + " \"process\"?)"))
                .containsEntry(
                        "unknownSignal",
                        invalid("@ExpectFailover(signal) on OneBadTestPerKind.unknownSignal(): unknown signal"
                                + " \"bookstore\" (none is known): add \"signal.bookstore = …\" to"
                                + " reliability-local.properties"))
                .containsEntry(
                        "unknownPlaceholder",
                        invalid("@SteadyState(http) on OneBadTestPerKind.unknownPlaceholder(): placeholder ${nowhere}"
                                + " has no value: set the system property or configuration parameter nowhere, the"
                                + " environment variable NOWHERE, or a line \"nowhere = …\" in"
                                + " reliability-local.properties"))
                .containsEntry(
                        "malformedDuration",
                        invalid("@CpuAttack(duration) on OneBadTestPerKind.malformedDuration(): \"3 weeks\" is not a"
                                + " duration: write 250ms, 3s, 4m, 1h or ISO-8601"))
                .containsEntry(
                        "negativeDuration",
                        invalid("@ShutdownAttack(delay) on OneBadTestPerKind.negativeDuration(): \"-3s\" is negative"))
                .containsEntry(
                        "hugeDuration",
                        invalid("@CpuAttack(duration) on OneBadTestPerKind.hugeDuration(): \"999999999999999999h\" is"
                                + " longer than 7 days"))
                .containsEntry(
                        "tolerance",
                        invalid("@SteadyState(tolerate) on OneBadTestPerKind.tolerance(): \"120%\" is not between 0%"
                                + " and 100%"))
                .containsEntry(
                        "exclusive",
                        invalid("@ProcessKillAttack on OneBadTestPerKind.exclusive(): process kill of shop cannot be"
                                + " in force together with shutdown of shop (@ShutdownAttack on"
                                + " OneBadTestPerKind.exclusive())"))
                .containsEntry(
                        "down",
                        invalid("@ShutdownAttack(target) on OneBadTestPerKind.down(): dead is down before the test:"
                                + " process 4194300 does not run"))
                .containsEntry(
                        "ambiguous",
                        invalid("parameter Attack attack of OneBadTestPerKind.ambiguous(): ambiguous, the test has 2:"
                                + " choose with @Named(one | two)"))
                .containsEntry(
                        "factory",
                        invalid("@TestFactory on OneBadTestPerKind.factory(): an experiment cannot see how dynamic"
                                + " tests end; use @ParameterizedTest or @RepeatedTest"))
                .hasEntrySatisfying("twoExperiments", message -> assertThat(message)
                        .startsWith("ReliabilityException: ERROR: the test body asked for what cannot be run: \"inner\""
                                + " would begin inside the body of another experiment: one test has one"
                                + " experiment. Reverted; nothing left behind."))
                .hasSize(14);
        // The good one and the outer one of the two; no inner one.
        assertThat(OneBadTestPerKind.BODIES).hasValue(2);
    }

    @Test
    void saysEverythingAtOnce() {
        assertThat(run(Everything.class).get("wrong"))
                .startsWith("InvalidExperimentException: 9 problems. No fault was injected.\n - ")
                .contains(
                        "\n"
                                + " - parameter Failover failover of Everything.wrong(): no expected failover has the name"
                                + " \"x\"",
                        "\n - @SteadyState(http) on Everything.wrong(): ",
                        "\n - @SteadyState(tolerate) on Everything.wrong(): \"120%\"",
                        "\n - @SteadyState(every) on Everything.wrong(): \"0ms\" is too short",
                        "\n - @ShutdownAttack(target) on Everything.wrong(): unknown target \"shop\"",
                        "\n - @ShutdownAttack(delay) on Everything.wrong(): \"soon\" is not a duration",
                        "\n - @ExpectFailover(signal) on Everything.wrong(): unknown signal \"bookstore\"",
                        "\n - @ExpectFailover(to) on Everything.wrong(): \"a\" is the side that it fails over from",
                        "\n - @ExpectFailover(within) on Everything.wrong(): \"never\" is not a duration");
    }

    @Test
    void missesAProfile() {
        assertThat(run(Small.class, "reliability.profile", "staging"))
                .containsOnly(Map.entry(
                        "attacks",
                        invalid("profile \"staging\" is chosen by reliability.profile, but there is no"
                                + " reliability-staging.properties on the test class path")));
    }

    @Test
    void needsAStateDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(run(
                        Small.class,
                        "victim",
                        victim(),
                        "reliability.state",
                        file.resolve("state").toString()))
                .hasEntrySatisfying("attacks", message -> assertThat(message)
                        .startsWith("InvalidExperimentException: the state directory " + file.resolve("state")
                                + " cannot be written (")
                        .endsWith("): set reliability.state to a directory that can. No fault was injected."));
        assertThat(victim.isAlive()).isTrue();
    }

    @Test
    void leavesATargetAloneThatIsUnderAttackByAnotherRun() throws Exception {
        try (TargetLocks other = TargetLocks.take(directory.resolve("state"), Set.of(victim()), "the other one")) {
            assertThat(other).isNotNull();
            assertThat(run(Small.class, "victim", victim())).hasEntrySatisfying("attacks", message -> assertThat(
                            message)
                    .startsWith("InvalidExperimentException: " + victim() + " is under attack by another run: process "
                            + ProcessHandle.current().pid() + ", the other one, since ")
                    .endsWith(". No fault was injected."));
        }
        assertThat(victim.isAlive()).isTrue();
    }

    private String victim() {
        return "process:" + victim.pid();
    }

    static class OneBadTestPerKind {

        static final AtomicInteger BODIES = new AtomicInteger();

        @ReliabilityTarget("shop")
        static final ManagedProcess SHOP =
                ManagedProcess.command("sleep", "300").name("shop").build();

        @ReliabilityTarget("dead")
        static final String DEAD = "process:4194300";

        @Test
        void good() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "shpo")
        void unknownTarget() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "proces:1")
        void unknownScheme() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "shop")
        @ExpectFailover(signal = "bookstore", from = "shop", to = "dead", within = "1s")
        void unknownSignal() {
            BODIES.incrementAndGet();
        }

        @Test
        @SteadyState(http = "${nowhere}/books")
        @ShutdownAttack(target = "shop")
        void unknownPlaceholder() {
            BODIES.incrementAndGet();
        }

        @Test
        @CpuAttack(target = "shop", duration = "3 weeks")
        void malformedDuration() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "shop", delay = "-3s")
        void negativeDuration() {
            BODIES.incrementAndGet();
        }

        @Test
        @CpuAttack(target = "shop", duration = "999999999999999999h")
        void hugeDuration() {
            BODIES.incrementAndGet();
        }

        @Test
        @SteadyState(http = "http://127.0.0.1:1/", tolerate = "120%")
        @ShutdownAttack(target = "shop")
        void tolerance() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "shop")
        @ProcessKillAttack(target = "shop")
        void exclusive() {
            BODIES.incrementAndGet();
        }

        @Test
        @ShutdownAttack(target = "dead")
        void down() {
            BODIES.incrementAndGet();
        }

        @Test
        @ProcessKillAttack(target = "shop", process = "sleep", signal = "STOP", name = "one")
        @CpuAttack(target = "shop", name = "two")
        void ambiguous(Attack attack) {
            BODIES.incrementAndGet();
        }

        @TestFactory
        @ShutdownAttack(target = "shop")
        Object factory() {
            return BODIES.incrementAndGet();
        }

        @Test
        @ProcessKillAttack(target = "shop", signal = "STOP", duration = "1s")
        void twoExperiments() {
            BODIES.incrementAndGet();
            Reliability.experiment("inner").target("shop", SHOP).evaluate(() -> BODIES.addAndGet(100));
        }
    }

    static class Everything {

        @Test
        @SteadyState(http = "ftp://x", tolerate = "120%", every = "0ms")
        @ShutdownAttack(target = "shop", delay = "soon")
        @ExpectFailover(signal = "bookstore", from = "a", to = "a", within = "never")
        void wrong(Attack attack, @Named("x") Failover failover) {}
    }

    static class Small {

        @Test
        @ShutdownAttack(target = "${victim}")
        void attacks(Attack attack) {
            assertThat(attack.bitten()).isTrue();
        }
    }
}
