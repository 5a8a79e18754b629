package dev.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Observation;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A fault that somebody else ended says nothing about the time after that, however long it was to last. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "whether a process is stopped is read from /proc")
class UndoneByOthersTest {

    @TempDir
    Path directory;

    private final ManagedProcess service =
            ManagedProcess.command("sleep", "300").name("service").build();

    @BeforeEach
    void start() {
        service.start();
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void aProcessThatWasShutDownIsStartedAgain() {
        ExperimentResult result = evaluate(FaultSpec.shutdown("service"), service::start);

        assertThat(result.message())
                .matches("ERROR: shutdown of service ended by itself \\d\\.\\d s after it began: process service was"
                        + " started again\\. Reverted; nothing left behind\\.");
    }

    @Test
    void aProcessThatWasStoppedGoesOn() {
        long pid = service.pid();
        ExperimentResult result =
                evaluate(FaultSpec.of("process kill", "service").text("signal", "STOP"), () -> new ProcessBuilder(
                                "kill", "-CONT", String.valueOf(pid))
                        .start()
                        .waitFor());

        assertThat(result.message())
                .matches("ERROR: process kill of service ended by itself \\d\\.\\d s after it began: process " + pid
                        + " goes on\\. Reverted; nothing left behind\\.");
    }

    @Test
    void whatNobodyEndedIsNotLost() {
        FaultSpec stop = FaultSpec.of("process kill", "service").text("signal", "STOP");
        assertThat(evaluate(stop, () -> {}).message()).startsWith("PASSED");
        assertThat(evaluate(FaultSpec.shutdown("service"), () -> {}).message()).startsWith("PASSED");
        FaultSpec reboot = FaultSpec.shutdown("service").flag("reboot", true);
        assertThat(evaluate(reboot, () -> {}).message()).startsWith("PASSED");
    }

    private ExperimentResult evaluate(FaultSpec fault, Body body) {
        return Reliability.experiment("undone by others")
                .target("service", service)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(SteadyStateSpec.probe(
                                "users",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "good", "good")))
                        .every("50ms"))
                .attack(fault.duration("1s"))
                .evaluate(body);
    }
}
