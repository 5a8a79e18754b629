package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.Halt;
import dev.reliability.internal.journal.Json;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run without faults needs no thread of its own, but ends like any other. */
@Timeout(60)
class RunWithoutFaultsTest {

    @TempDir
    Path directory;

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void itsBodyIsInterruptedAtTheDeadlineAndTheNextRunCanBegin() {
        ExperimentResult result =
                experiment().property("reliability.deadline", "300ms").evaluate(run -> never.await());
        assertThat(result.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(result.message()).contains("reliability.deadline (300 ms)");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(experiment().evaluate(run -> {}).passed()).isTrue();
    }

    @Test
    void anOrderToHaltEndsIt() {
        ExperimentResult result = experiment().evaluate(run -> {
            new Halt(directory.resolve("state")).order("fire drill");
            never.await();
        });
        assertThat(result.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(result.message()).contains("reliability halt (fire drill");
    }

    @Test
    void itRunsOnTheThreadOfItsBody() {
        AtomicReference<Thread> body = new AtomicReference<>();
        assertThat(experiment()
                        .evaluate(run -> body.set(Thread.currentThread()))
                        .passed())
                .isTrue();
        assertThat(body).hasValue(Thread.currentThread());
    }

    @Test
    void nothingOfALongerJournalOfAnEarlierRunIsLeft() throws IOException {
        ExperimentResult first = experiment().evaluate(run -> {
            throw new IllegalStateException("x".repeat(10_000));
        });
        Path journal = first.journal().orElseThrow();
        long before = Files.size(journal);
        ExperimentResult second = experiment().evaluate(run -> {});
        assertThat(second.journal()).hasValue(journal);
        assertThat(Files.size(journal)).isLessThan(before);
        assertThat(Json.read(Files.readString(journal)).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aBodyThatLeavesItsThreadInterruptedHasAJournalAllTheSame() {
        ExperimentResult result =
                experiment().evaluate(run -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.journal().orElseThrow()).isNotEmptyFile();
    }

    private ExperimentBuilder experiment() {
        return Reliability.experiment("quiet")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .journal("quiet")
                .steadyState(SteadyStateSpec.probe(
                        "fine",
                        context ->
                                timeout -> CompletableFuture.completedFuture(new Observation(true, "fine", "fine"))));
    }
}
