package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for an experiment file may be interrupted; what the file did is undone all the same. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedRunTest {

    @TempDir
    private Path folder;

    @Test
    void anInterruptEndsTheMethodAndPlaysTheRollbacks() throws Exception {
        Workbench bench = new Workbench(folder);
        bench.touch("service");
        CompletableFuture<FileOutcome> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            ended.complete(bench.run(Map.of(
                    "steady-state-hypothesis",
                    hypothesis(bench.exists("service")),
                    "method",
                    steps(bench.mark("break"), shell("action", "take long", "exec sleep 300")),
                    "rollbacks",
                    steps(bench.mark("repair")))));
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        await().until(() -> bench.marks().contains("break"));
        waiting.interrupt();

        waiting.join(Duration.ofSeconds(60).toMillis());
        FileOutcome outcome = ended.getNow(null);
        assertThat(outcome).as("the outcome, a minute after the interrupt").isNotNull();
        assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(outcome.message()).contains("by an interrupt of the thread that waits for it");
        assertThat(bench.marks()).containsExactly("break", "repair");
        assertThat(journal(outcome).path("status").asText()).isEqualTo("interrupted");
        assertThat(stillInterrupted).isCompletedWithValue(true);
    }
}
