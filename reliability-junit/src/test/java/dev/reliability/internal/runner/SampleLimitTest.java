package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.plan.StopCondition;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run in which no further sample can be kept says so, and nothing of what it did not see. */
@Timeout(60)
class SampleLimitTest extends WithExecution {

    private static final Observation GOOD = new Observation(true, "200", "200");

    @Test
    void moreSamplesThanAreKept() {
        states.add(books(SILENT, "0s", 0));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        execution();
        for (int i = 0; i < Series.MOST - 1; i++) {
            run.states.get(0).series().due(i);
        }
        assertThat(run.stops.check()).isFalse();
        run.states.get(0).series().due(Series.MOST);
        ticker.set(Duration.ofMillis(12_400));
        run.run(intents);
        assertThat(onlyFinding(Verdict.ABORTED))
                .isEqualTo("ABORTED: stopped after 12.4 s by the limit of 1,000,000 samples of \"GET /books\", which is"
                        + " looked at every 250 ms: sample less often. No fault was injected.");
    }

    @Test
    void noneIsLeftForTheRecovery() {
        ScriptedFault fault = new ScriptedFault("blackhole of blue", "process:1").residue(() -> {
            fill(run.states.get(0).series(), Series.MOST);
            return List.of();
        });
        states.add(books(
                timeout -> CompletableFuture.completedFuture(
                        fault.reverts() == 0 ? GOOD : new Observation(false, "200", "503")),
                "0s",
                0));
        faults.add(blackhole(fault, Duration.ofSeconds(2)));
        body.ended(null, 0);
        execution(Ticker.SYSTEM).run(intents);
        assertThat(onlyFinding(Verdict.ABORTED))
                .matches(aborted("by the limit of 1,000,000 samples of \"GET /books\", which is"
                        + " looked at every 250 ms: sample less often"));
    }

    @Test
    void noneIsLeftForTheLooksDuringTheBody() {
        states.add(books(timeout -> CompletableFuture.completedFuture(GOOD), "0s", 0, true));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1"), Duration.ofSeconds(2)));
        body.ended(null, 0);
        fill(execution(Ticker.SYSTEM).checks.all().get(0).series(), Series.MOST - 3);
        run.run(intents);
        assertThat(run.checks.all().get(0).series().completed().size()).isEqualTo(Series.MOST);
        assertThat(onlyFinding(Verdict.ABORTED))
                .matches(aborted("by the limit of 1,000,000 samples of \"GET /books\", which is"
                        + " looked at every 250 ms: sample less often"));
    }

    @Test
    void noneIsLeftForTheProbeOfAStopCondition() {
        execution();
        StopWatch watch = new StopWatch(
                new StopCondition(
                        "http://shop",
                        Optional.empty(),
                        Optional.of(timeout -> CompletableFuture.completedFuture(GOOD)),
                        Duration.ofSeconds(1)),
                ticker,
                wake);
        try {
            ticker.set(Duration.ofHours(70));
            fill(watch.series().orElseThrow(), Series.MOST - 2);
            watch.start();
            await().until(() -> watch.series().orElseThrow().anyCompleted(ticker.nanos(), 1));
            assertThat(watch.reason()).isEmpty();
            ticker.advance(Duration.ofSeconds(1));
            await().until(() -> watch.reason().isPresent());
            assertThat(watch.reason()).hasValue("the limit of 1,000,000 samples of http://shop");
        } finally {
            watch.close();
        }
    }

    private static void fill(Series series, int upTo) {
        for (int i = series.completed().size(); i < upTo && !series.isFull(); i++) {
            series.completed(new Sample(i, i, i, GOOD));
        }
    }

    private static String aborted(String why) {
        return "ABORTED: stopped after [0-9.]+ s \\Q" + why + REVERTED + "\\E";
    }
}
