package dev.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.Look;
import dev.reliability.testsystem.TinyService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault on processes bites as others see it, spares what it is not aimed at, and is gone afterwards. */
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "what others see is read from /proc")
class ProcessFaultTest {

    private static final int PORT = TinyService.freePort();
    private static final int SPARED_PORT = TinyService.freePort();

    private static final ManagedProcess SERVICE = service("service", PORT);
    private static final ManagedProcess SPARED = service("spared", SPARED_PORT);

    /** The shells of these tests have the words of their script in their command lines as well. */
    private static final String SLEEP = "^\\S*sleep 301";
    /** Goes on when the child is no copy of the shell any more, whose script says {@code ready}. */
    private static final String ASLEEP =
            "asleep() { sleep $1 & while grep -qsa ready /proc/$!/cmdline; do :; done; }; ";

    @TempDir
    Path directory;

    private static ManagedProcess service(String name, int port) {
        return ManagedProcess.command(TinyService.command(port, name))
                .name(name)
                .readyWhen("http://127.0.0.1:" + port + "/")
                .build();
    }

    @BeforeAll
    static void start() {
        SERVICE.start();
        SPARED.start();
    }

    @AfterAll
    static void end() {
        SERVICE.close();
        SPARED.close();
    }

    @Test
    void shutdown() throws Exception {
        long pid = SERVICE.pid();
        long sparedPid = SPARED.pid();
        ExperimentResult result = experiment()
                .steadyState(SteadyStateSpec.http("http://127.0.0.1:" + SPARED_PORT + "/")
                        .every("50ms"))
                .attack(FaultSpec.shutdown("service"))
                .run(() -> {
                    assertThat(Look.at(PORT)).isEqualTo("refused");
                    assertThat(Look.state(pid)).isEqualTo("gone");
                    assertThat(Look.at(SPARED_PORT)).isEqualTo("200");
                });
        assertThat(result.faults().get(0).bite()).isEqualTo("process " + pid + " of service is gone");
        assertThat(SPARED.pid()).isEqualTo(sparedPid);
        assertServesAgain();
    }

    @Test
    void reboot() throws Exception {
        long pid = SERVICE.pid();
        int starts = SERVICE.startCount();
        experiment().attack(FaultSpec.shutdown("service").flag("reboot", true)).run(run -> {
            run.attacks().get(0).awaitBite();
            assertThat(Look.state(pid)).isEqualTo("gone");
            await("the service by itself").until(() -> Look.at(PORT).equals("200"));
            assertThat(run.attacks().get(0).reverted()).isFalse();
        });
        assertThat(SERVICE.startCount()).isEqualTo(starts + 1);
        assertServesAgain();
    }

    @Test
    void aRawProcessIdIsTerminal() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "300").start();
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            experiment().attack(FaultSpec.shutdown("process:" + sleep.pid())).run(() -> {
                assertThat(Look.state(sleep.pid())).isIn("gone", "Z");
                assertThat(Look.state(other.pid())).isEqualTo("S");
            });
            assertThat(sleep.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void aSignalEndsTheTargetAndItIsStartedAgain(String signal) throws Exception {
        long pid = SERVICE.pid();
        experiment()
                .attack(FaultSpec.processKill("service", "")
                        .text("signal", signal)
                        .duration("1500ms"))
                .run(() -> {
                    assertThat(Look.state(pid)).isEqualTo("gone");
                    assertThat(Look.at(SPARED_PORT)).isEqualTo("200");
                });
        assertThat(SERVICE.pid()).isNotEqualTo(pid);
        assertServesAgain();
    }

    @Test
    void onlyProcessesThatMatchAreKilled() throws Exception {
        try (ManagedProcess family = family("asleep 301; echo one=$!; asleep 302; echo two=$!; echo ready; wait")) {
            long one = pid("one", family);
            long two = pid("two", family);
            ExperimentResult result = experiment()
                    .target("family", family)
                    .attack(FaultSpec.processKill("family", "^\\S*sleep 30[15]").duration("300ms"))
                    .run(() -> {
                        assertThat(Look.state(one)).isIn("gone", "Z");
                        assertThat(Look.state(two)).isEqualTo("S");
                    });
            assertThat(result.faults().get(0).bite()).isEqualTo("gone: process " + one);
            assertThat(family.isAlive()).isTrue();
            assertThat(family.startCount()).isEqualTo(1);
            assertThat(Look.state(two)).isEqualTo("S");
        }
    }

    @Test
    void whatComesBackIsKilledAgainUntilTheRevert() throws Exception {
        try (ManagedProcess family = family("while :; do asleep 301; echo next=$!; echo ready; wait; done")) {
            ExperimentResult result = experiment()
                    .target("family", family)
                    .attack(FaultSpec.processKill("family", SLEEP)
                            .time("repeatEvery", "30ms")
                            .duration("600ms"))
                    .run(() -> {});
            assertThat((int) result.faults().get(0).measurements().get("signals sent"))
                    .isGreaterThan(2);
            long last =
                    Look.descendant(family.handle(), "sleep 301").orElseThrow().pid();
            await("one that stays").until(() -> Look.state(last).equals("S"));
        }
    }

    @Test
    void aStoppedProcessAnswersNothingAndGoesOn() throws Exception {
        long pid = SERVICE.pid();
        experiment()
                .attack(FaultSpec.processKill("service", "")
                        .text("signal", "STOP")
                        .duration("5s"))
                .run(() -> {
                    assertThat(Look.state(pid)).isEqualTo("T");
                    assertThat(Look.at(PORT)).isEqualTo("timeout");
                    assertThat(Look.at(SPARED_PORT)).isEqualTo("200");
                });
        assertThat(SERVICE.pid()).as("it was not restarted").isEqualTo(pid);
        assertThat(Look.descendant(ProcessHandle.current(), "Thawer")).isEmpty();
        assertServesAgain();
    }

    @Test
    void whatComesLaterAndIsStoppedGoesOnAsWell() throws Exception {
        try (ManagedProcess family =
                family("asleep 301; echo ready; read -r go < fifo; asleep 301; echo late=$!; wait")) {
            ExperimentResult result = experiment()
                    .target("family", family)
                    .attack(FaultSpec.processKill("family", SLEEP)
                            .text("signal", "STOP")
                            .time("repeatEvery", "30ms")
                            .duration("5s"))
                    .run(run -> {
                        java.nio.file.Files.writeString(directory.resolve("fifo"), "go\n");
                        long late = pid("late", family);
                        await("the late one").until(() -> Look.state(late).equals("T"));
                        run.attacks().get(0).revert();
                        assertThat(Look.state(late)).isEqualTo("S");
                    });
            assertThat(result.passed()).isTrue();
            assertThat(Look.descendant(ProcessHandle.current(), "Thawer")).isEmpty();
        }
    }

    @Test
    void cpuLoad() throws Exception {
        ProcessHandle[] burner = new ProcessHandle[1];
        ExperimentResult result = experiment()
                .attack(FaultSpec.cpu("service", 1, 80).duration("5m"))
                .evaluate(run -> {
                    burner[0] = Look.descendant(ProcessHandle.current(), "CpuBurner")
                            .orElseThrow();
                    long before = Look.ticks(burner[0].pid());
                    await("CPU time of a process").until(() -> Look.ticks(burner[0].pid()) > before + 5);
                    assertThat(Look.at(PORT)).as("slower, but spared").isEqualTo("200");
                    run.attacks().get(0).revert();
                });
        assumeFalse(result.message().contains("were busy already"), "this machine has no idle processor to take away");
        assertThat(result.faults().get(0).measurements()).containsKey("cpu-seconds");
        assertThat(burner[0].isAlive()).isFalse();
        assertThat(Look.descendant(ProcessHandle.current(), "CpuBurner")).isEmpty();
    }

    @Test
    void aSignalThatIsIgnoredProvesNothing() throws Exception {
        try (ManagedProcess family = family("trap '' TERM; echo ready; while :; do sleep 1; done")) {
            ExperimentResult result = experiment()
                    .target("family", family)
                    .attack(FaultSpec.processKill("family", "trap")
                            .text("signal", "TERM")
                            .duration("300ms"))
                    .evaluate(() -> {});
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.message()).contains("had no effect", "still runs after signal TERM");
            assertThat(family.isAlive()).isTrue();
            family.kill();
        }
    }

    private ManagedProcess family(String script) throws Exception {
        new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                .start()
                .waitFor();
        ManagedProcess family = ManagedProcess.command("sh", "-c", ASLEEP + script)
                .name("family")
                .directory(directory)
                .readyWhen("log:^ready$")
                .build();
        family.start();
        return family;
    }

    private static long pid(String name, ManagedProcess process) {
        Pattern line = Pattern.compile("(?m)^" + name + "=([0-9]+)$");
        return await(name)
                .until(() -> Optional.of(line.matcher(process.output())).filter(Matcher::find), Optional::isPresent)
                .map(found -> Long.parseLong(found.group(1)))
                .orElseThrow();
    }

    private ExperimentBuilder experiment() {
        return Reliability.experiment("process faults")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("service", SERVICE);
    }

    private static void assertServesAgain() throws Exception {
        assertThat(SERVICE.isReady()).isTrue();
        assertThat(List.of(Look.at(PORT), Look.at(SPARED_PORT))).containsExactly("200", "200");
    }
}
