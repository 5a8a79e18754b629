package dev.reliability.internal.runner;

import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.Allowance;
import dev.reliability.internal.sample.Intervals;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.Outages;
import dev.reliability.internal.sample.RunningAnalysis;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Sampler;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Samples one steady state through all parts of a run, over fresh connections and, where it matters, over kept ones. */
final class StateWatch {

    private final SteadyState plan;
    private final Sampler fresh;
    private final @Nullable Sampler pooled;
    private final boolean attacked;
    private final int sustained;
    private final RunningAnalysis whole;
    private final Map<FaultRun, RunningAnalysis> underFaults = new HashMap<>();
    private boolean pooledWasGood;

    /**
     * @param attacked whether faults are injected; without, one good sample is enough for baseline and recovery
     */
    StateWatch(SteadyState plan, boolean attacked, Ticker ticker, Runnable onSample) {
        this.plan = plan;
        this.attacked = attacked;
        this.sustained = attacked ? Series.SUSTAINED : 1;
        this.fresh = new Sampler(plan.probe(), plan.timeout(), plan.every(), ticker, onSample);
        this.whole = new RunningAnalysis(fresh.series());
        this.pooled = attacked
                ? plan.probe()
                        .pooled()
                        .map(probe -> new Sampler(probe, plan.timeout(), plan.every(), ticker, onSample))
                        .orElse(null)
                : null;
    }

    SteadyState plan() {
        return plan;
    }

    boolean in(When part) {
        return plan.when().contains(part);
    }

    void start() {
        if (!attacked) {
            fresh.startHere();
            return;
        }
        fresh.start();
        if (pooled != null) {
            pooled.start();
        }
    }

    /** Takes one sample out of turn, where waiting for the next one would only cost time. */
    void sampleNow() {
        fresh.sampleHere();
    }

    /** Returns the samples over fresh connections. */
    Series series() {
        return fresh.series();
    }

    /** Returns what was seen over fresh connections, for whoever looks at it later. */
    Intervals freshIntervals() {
        return fresh.intervals();
    }

    /** Returns what was seen over kept connections, where these are sampled. */
    Optional<Intervals> keptIntervals() {
        return Optional.ofNullable(pooled).map(Sampler::intervals);
    }

    /** Returns what is said once no further sample can be kept. */
    Optional<String> limit() {
        boolean full = series().isFull() || pooled != null && pooled.series().isFull();
        return full ? Optional.of(limit(plan)) : Optional.empty();
    }

    static String limit(SteadyState plan) {
        return String.format(
                Locale.ROOT,
                "the limit of %,d samples of \"%s\", which is looked at every %s: sample less often",
                Series.MOST,
                plan.name(),
                Durations.limit(plan.every()));
    }

    void close() {
        fresh.close();
        if (pooled != null) {
            pooled.close();
        }
    }

    boolean steadySince(long from) {
        return fresh.series().goodSince(from, sustained).isPresent();
    }

    /** Remembers, at the end of the baseline, whether kept connections worked at all. */
    void baselineEnded(long from) {
        pooledWasGood = pooled != null && pooled.series().goodSince(from, 1).isPresent();
    }

    /** Returns what was seen instead of a steady state: "expected 200, got 503". */
    String lastFailure(long from) {
        return fresh.series()
                .lastFailed(from)
                .or(() -> pooled == null ? Optional.empty() : pooled.series().lastFailed(from))
                .map(Sample::observation)
                .map(seen -> "expected " + seen.expected() + ", got " + seen.got())
                .orElse("no sample was completed");
    }

    /**
     * Tells whether it was certainly out for longer than allowed, whatever is still under way.
     *
     * @param stretch the time of all faults
     */
    boolean outForTooLong(Window stretch) {
        return series().anyFailed(stretch.from()) && allowance().tooLong(certain(whole, stretch));
    }

    /** Tells whether more failed outside the allowed outage, in the time of a fault, than any later sample can make up for. */
    boolean failedTooOften(FaultRun fault) {
        return allowance().tolerate() == 0
                && allowance().allowsOutage()
                && fault.window()
                        .filter(window -> series().anyFailed(window.from()))
                        .map(window -> certain(
                                underFaults.computeIfAbsent(fault, key -> new RunningAnalysis(series())), window))
                        .filter(allowance()::tooOften)
                        .isPresent();
    }

    /** Tells whether its last samples under a fault are good, or whether that does not matter. */
    boolean goodAgain(Window window) {
        return (allowance().shareAlone() || series().endsGood(window.countsFrom(), Series.SUSTAINED))
                && !hangs(window.countsFrom(), window.to());
    }

    /** Tells whether an answer is overdue, compared with those that came. */
    private boolean hangs(long from, long now) {
        OptionalLong oldest = series().firstPending(from);
        long late = plan.every().toNanos();
        return oldest.isPresent()
                && now - oldest.getAsLong() > late
                && now - oldest.getAsLong() > late + 2 * series().slowestGood(from);
    }

    /** Tells whether its last samples all failed. */
    boolean endsBad() {
        return series().endsBad(Series.SUSTAINED);
    }

    /** As long as nothing bit no good sample counts, however late. */
    private static OutageAnalysis certain(RunningAnalysis analysis, Window window) {
        return analysis.certain(window.from(), window.bitten().orElse(Long.MAX_VALUE), window.to());
    }

    private Allowance allowance() {
        return plan.allowance();
    }

    StateHistory history(Optional<StateHistory.NotRecovered> notRecovered) {
        return new StateHistory(plan, series().completed(), notRecovered);
    }

    boolean pending(long from, long to) {
        return fresh.series().pending(from, to);
    }

    boolean recoveredSince(long from) {
        return steadySince(from) && pooledRecovered(from);
    }

    private boolean pooledRecovered(long from) {
        return pooled == null
                || !pooledWasGood
                || pooled.series().goodSince(from, sustained).isPresent();
    }

    /** Tells whether only the kept connections did not recover. */
    boolean onlyPooledIsOut(long from) {
        return steadySince(from) && !pooledRecovered(from);
    }

    SteadyStateResult result(Window window, long recoveryFrom) {
        Outages outages = new Outages(window.countsFrom());
        Histogram latency = new Histogram(3);
        Consumer<Sample> each = sample -> {
            outages.add(sample);
            if (outages.counts(sample)) {
                latency.recordValue(Math.max(0, (sample.ended() - sample.intended()) / 1_000));
            }
        };
        if (attacked) {
            StateHistory.withThoseUnderWay(series().completed(), window, each);
        } else {
            series().completed().forEach(window.from(), window.to(), each);
        }
        OutageAnalysis analysis = outages.until(window.to());
        long origin = window.bitten().orElse(window.from());
        Optional<OutageAnalysis.Outage> longest = analysis.longest();
        return new SteadyStateResult(
                plan.name(),
                analysis.samples(),
                analysis.failed(),
                Duration.ofNanos(longest.map(OutageAnalysis.Outage::nanos).orElse(0L)),
                longest.map(outage -> Duration.ofNanos(outage.began() - origin)),
                recoveredAfter(fresh, recoveryFrom),
                recoveredAfter(pooled, recoveryFrom),
                percentiles(latency));
    }

    private Optional<Duration> recoveredAfter(@Nullable Sampler sampler, long from) {
        return sampler == null || from == Long.MAX_VALUE
                ? Optional.empty()
                : sampler.series().goodSince(from, sustained).map(at -> Duration.ofNanos(at - from));
    }

    private static Map<String, Double> percentiles(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return Map.of();
        }
        Map<String, Double> latency = new LinkedHashMap<>();
        latency.put("p50", histogram.getValueAtPercentile(50) / 1000.0);
        latency.put("p95", histogram.getValueAtPercentile(95) / 1000.0);
        latency.put("p99", histogram.getValueAtPercentile(99) / 1000.0);
        latency.put("max", histogram.getMaxValue() / 1000.0);
        return latency;
    }
}
