package dev.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.testsystem.Look;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No fault outlives the JVM that injected it, however that ends. */
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is read from /proc")
class KilledControllerTest {

    @TempDir
    Path directory;

    private Process frozen;
    private Process controller;
    private BufferedReader output;
    private Optional<ProcessHandle> burner = Optional.empty();
    private long service;

    @BeforeEach
    void begin() throws IOException {
        frozen = new ProcessBuilder("sleep", "300").start();
        controller = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedExperiment.class.getName(),
                        directory.toString(),
                        String.valueOf(frozen.pid())))
                .redirectErrorStream(true)
                .start();
        output = controller.inputReader();
        service = output.lines()
                .filter(line -> line.startsWith("service="))
                .map(line -> Long.parseLong(line.substring("service=".length())))
                .findFirst()
                .orElse(0L);
        if (service == 0) {
            return;
        }
        burner = Look.descendant(controller.toHandle(), "CpuBurner");
        assertThat(Look.state(frozen.pid())).isEqualTo("T");
        assertThat(Look.state(service)).isEqualTo("S");
    }

    @AfterEach
    void end() {
        controller.destroyForcibly();
        frozen.destroyForcibly();
        burner.ifPresent(ProcessHandle::destroyForcibly);
    }

    /** The load of a busy machine would change nothing, so the run that is to die here ends before. */
    private void assumeItBegan() {
        assumeTrue(service != 0, "this machine has no idle processor to take away");
    }

    @Test
    void killed() throws Exception {
        assumeItBegan();
        controller.destroyForcibly().waitFor();
        awaitNothingLeft();
        assertThat(intents()).as("the journal of intents outlives its run").hasSize(1);
        ExperimentResult next = Reliability.experiment("next")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(FaultSpec.shutdown("process:" + frozen.pid()))
                .run(() -> {});
        assertThat(intents()).isEmpty();
        assertThat(Files.readString(next.journal().orElseThrow()))
                .contains("A dead run left process kill of process:" + frozen.pid() + ": undone")
                .contains("A dead run left cpu load of service: undone");
    }

    @Test
    void terminated() throws Exception {
        assumeItBegan();
        controller.destroy();
        awaitNothingLeft();
        assertThat(controller.waitFor()).isEqualTo(143);
        assertThat(intents()).isEmpty();
        String journal = Files.readString(directory.resolve("reports/doomed/journal.json"));
        assertThat(journal)
                .contains("\"status\" : \"interrupted\"", "\"verdict\" : \"ABORTED\"")
                .containsPattern("ABORTED: stopped after [0-9.]+ s by the end of the test JVM\\."
                        + " Reverted; nothing left behind\\.");
    }

    private void awaitNothingLeft() {
        await("the frozen one goes on").atMost(Duration.ofSeconds(15)).until(() -> Look.state(frozen.pid())
                .equals("S"));
        await("the CPU is free").atMost(Duration.ofSeconds(15)).until(() -> burner.filter(ProcessHandle::isAlive)
                .isEmpty());
        await("what it started is gone").atMost(Duration.ofSeconds(15)).until(() -> Look.state(service)
                .equals("gone"));
    }

    private List<Path> intents() throws IOException {
        try (var files = Files.list(directory.resolve("state/runs"))) {
            return files.toList();
        }
    }
}
