package dev.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.http.Site;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that was down, frozen or silent before anything was done to it: no fault of it proves anything. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "a process is stopped by a signal")
class ProcessAlreadySoTest {

    @TempDir
    Path directory;

    private Site health;
    private ManagedProcess clerk;

    @BeforeEach
    void start() throws IOException {
        health = new Site("clerk", "127.0.0.1", 0);
        clerk = ManagedProcess.command("sleep", "300")
                .name("clerk")
                .readyWhen("http://127.0.0.1:" + health.port() + "/")
                .build();
        health.status(503);
        CompletableFuture<Void> starting = CompletableFuture.runAsync(clerk::start);
        await().until(clerk::isAlive);
        health.status(200);
        starting.join();
    }

    @AfterEach
    void end() {
        signal("CONT");
        clerk.close();
        health.close();
    }

    static Stream<FaultSpec> faults() {
        return Stream.of(
                FaultSpec.shutdown("clerk"),
                FaultSpec.processKill("clerk", "").duration("1s"),
                FaultSpec.processKill("clerk", "").text("signal", "STOP").duration("1s"),
                FaultSpec.processKill("clerk", "sleep").duration("1s"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aProcessThatDied(FaultSpec fault) {
        assertThat(before(fault, () -> signal("KILL")).message())
                .matches("INCONCLUSIVE: " + fault.kind()
                        + " of clerk.* could change nothing: process \\d+ of clerk was gone"
                        + " already\\. The test proves nothing\\. No fault was injected\\.");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aProcessThatSomebodyFroze(FaultSpec fault) {
        assertThat(before(fault, () -> signal("STOP")).message())
                .matches("INCONCLUSIVE: " + fault.kind() + " of clerk.* could change nothing: process \\d+ of clerk was"
                        + " stopped already\\. The test proves nothing\\. No fault was injected\\.");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aProcessThatDoesNotAnswer(FaultSpec fault) {
        assertThat(before(fault, () -> health.status(503)).message())
                .matches("INCONCLUSIVE: " + fault.kind()
                        + " of clerk.* could change nothing: process \\d+ of clerk was not"
                        + " answering already\\. The test proves nothing\\. No fault was injected\\.");
    }

    @Test
    void aProcessThatIsOnlyKnownByItsIdAndDied() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            ExperimentResult result = evaluate(
                    FaultSpec.shutdown("process:" + stranger.pid()),
                    experiment(),
                    () -> stranger.destroyForcibly().onExit().join());

            assertThat(result.message()).contains("was gone already. The test proves nothing. No fault was injected.");
        } finally {
            stranger.destroyForcibly();
        }
    }

    private ExperimentResult before(FaultSpec fault, Runnable happens) {
        return evaluate(fault, experiment().target("clerk", clerk), happens);
    }

    /** Evaluates a fault; what happens, happens once the experiment is planned and before anything is injected. */
    private static ExperimentResult evaluate(FaultSpec fault, ExperimentBuilder experiment, Runnable happens) {
        AtomicBoolean happened = new AtomicBoolean();
        return experiment
                .attack(fault)
                .steadyState(SteadyStateSpec.probe("users", context -> timeout -> {
                            if (happened.compareAndSet(false, true)) {
                                happens.run();
                            }
                            return CompletableFuture.completedFuture(new Observation(true, "good", "good"));
                        })
                        .every("50ms"))
                .evaluate(() -> {});
    }

    private ExperimentBuilder experiment() {
        return Reliability.experiment("already so")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString());
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(clerk.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | IllegalStateException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
