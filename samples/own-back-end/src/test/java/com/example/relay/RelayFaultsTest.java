package com.example.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.local.ManagedProcess;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault bites, spares what it must, is gone afterwards, and ends when its controller is killed. */
class RelayFaultsTest {

    private static final int PORT = Relays.freePort();
    private static final ManagedProcess RELAY = Relays.relay(PORT);

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        RELAY.start();
    }

    @AfterAll
    static void end() {
        RELAY.close();
    }

    /** An experiment of this machine, or of the other JVM that a test kills. */
    static ExperimentBuilder attack(int port, Path directory, String kind, String duration) {
        return Reliability.experiment(kind)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("relay", Relays.address(port))
                .steadyState(SteadyStateSpec.http("http://127.0.0.1:" + port + "/")
                        .every("100ms")
                        .outage("5s"))
                .attack(FaultSpec.of(kind, "relay").duration(duration));
    }

    private static String state(String fault) throws Exception {
        return Relays.ask(PORT, "/faults/" + fault);
    }

    @ParameterizedTest
    @CsvSource({"upstream loss, upstream-loss, delay", "relay delay, delay, upstream-loss"})
    void bitesSparesAndIsGone(String kind, String own, String other) throws Exception {
        ExperimentResult result = attack(PORT, directory, kind, "2s").evaluate(() -> {
            assertThat(state(own)).as("seen past the library").doesNotContain("nobody");
            assertThat(state(other)).as("the other one").isEqualTo("0 hits by nobody");
            assertThat(Relays.ask(PORT, "/health")).as("asked directly").isNotEmpty();
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.faults()).singleElement().satisfies(fault -> assertThat(
                        (long) fault.measurements().get("hits"))
                .isPositive());
        assertThat(state(own)).isEqualTo("0 hits by nobody");
    }

    @Test
    void withoutTrafficNothingIsProven() {
        ExperimentResult result = Reliability.experiment("silence")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("relay", Relays.address(PORT))
                .attack(FaultSpec.of("relay delay", "relay").duration("1s"))
                .evaluate(() -> assertThat(state("delay")).startsWith("0 hits by "));
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .startsWith(
                        "INCONCLUSIVE: relay delay of relay hit nothing in 1 s: no request came through the relay.");
    }

    @Test
    void refusesWhatItCannotDoBeforeAnythingIsTouched() {
        assertThatThrownBy(() -> attack(PORT, directory, "shutdown", "1s").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("a relay cannot have a shutdown: it can have upstream loss and relay delay");
        assertThatThrownBy(() -> Reliability.experiment("nowhere")
                        .target("relay", "relay:nowhere")
                        .attack(FaultSpec.of("relay delay", "relay").duration("1s"))
                        .run(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("\"relay:nowhere\" is not a relay");
    }

    /** The end of a fault does not depend on the process that injected it. */
    @Test
    void endsByItselfWhenTheControllerIsKilled() throws Exception {
        kill("2s");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state("delay")).isEqualTo("0 hits by nobody"));
    }

    @Test
    void theNextRunUndoesWhatAKilledOneLeft() throws Exception {
        kill("10m");
        assertThat(state("delay")).doesNotContain("nobody");
        ExperimentResult next = attack(PORT, directory, "upstream loss", "1s").evaluate(() -> assertThat(state("delay"))
                .as("undone before anything is injected")
                .isEqualTo("0 hits by nobody"));
        assertThat(next.message()).startsWith("PASSED");
    }

    private void kill(String duration) throws Exception {
        Process controller = new ProcessBuilder(
                        Relays.java(),
                        "-cp",
                        Relays.classPath(),
                        DoomedMain.class.getName(),
                        String.valueOf(PORT),
                        directory.toString(),
                        duration)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = controller.inputReader()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> "IN FORCE".equals(lines.readLine()));
        } finally {
            controller.destroyForcibly().waitFor();
        }
    }

    /** Attacks, says so, and waits to be killed. */
    static final class DoomedMain {

        public static void main(String[] arguments) {
            attack(Integer.parseInt(arguments[0]), Path.of(arguments[1]), "relay delay", arguments[2])
                    .run(() -> {
                        System.out.println("IN FORCE");
                        Thread.sleep(60_000);
                    });
        }
    }
}
