package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.Outages;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Samples;
import dev.reliability.internal.sample.Series;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What was seen of one steady state up to a moment.
 *
 * @param samples the completed samples over fresh connections, in the order in which they were due
 * @param notRecovered what was seen in place of recovery, if it did not recover in time
 */
record StateHistory(SteadyState plan, Samples samples, Optional<NotRecovered> notRecovered) {

    /** Anything may stand still for so long on a busy machine. */
    private static final Duration STALL = Duration.ofMillis(500);

    /**
     * A recovery that did not come.
     *
     * @param onlyKept whether only kept connections were out
     * @param seen the last failure: "expected 200, got 503"
     */
    record NotRecovered(boolean onlyKept, String seen) {}

    /**
     * Requests that had no answer when a fault was reverted.
     *
     * @param requests how many
     * @param nanos for how long the first had been under way
     * @param slowest how long the slowest answer had taken before
     */
    record Hang(int requests, long nanos, long slowest) {}

    boolean in(When part) {
        return plan.when().contains(part);
    }

    OutageAnalysis analysis(Window window) {
        Outages outages = new Outages(window.countsFrom());
        samples.forEach(window.from(), window.to(), outages::add);
        return outages.until(window.to());
    }

    /** Analyses a window and, as its first failures, what was under way when it began and came to nothing. */
    OutageAnalysis withThoseUnderWay(Window window) {
        Outages outages = new Outages(window.countsFrom());
        withThoseUnderWay(samples, window, outages::add);
        return outages.until(window.to());
    }

    /** Shows each sample of a window; requests that a fault cut off count from its injection on. */
    static void withThoseUnderWay(Samples samples, Window window, Consumer<Sample> each) {
        samples.forEach(Long.MIN_VALUE, window.from(), sample -> {
            if (sample.ended() >= window.from() && !sample.good()) {
                each.accept(new Sample(window.from(), sample.started(), sample.ended(), sample.observation()));
            }
        });
        samples.forEach(window.from(), window.to(), each);
    }

    /** Analyses what was answered in a window: what was good only after it may be so because of the revert. */
    OutageAnalysis answered(Window window) {
        Outages outages = new Outages(window.countsFrom());
        withThoseUnderWay(samples, window, sample -> {
            if (!late(sample, window)) {
                outages.add(sample);
            }
        });
        return outages.until(window.to());
    }

    /** Returns how many samples were completed in a window once it was proven. */
    int completed(Window window) {
        return samples.count(window.countsFrom(), window.to()) - late(window);
    }

    /** Returns how many samples were due in a window once it was proven, but good only after it. */
    int late(Window window) {
        AtomicInteger late = new AtomicInteger();
        samples.forEach(window.countsFrom(), window.to(), sample -> late.addAndGet(late(sample, window) ? 1 : 0));
        return late.get();
    }

    /** Returns for how long users had been waiting in vain when a window ended, where none before had to wait for so long. */
    Optional<Hang> hang(Window window) {
        AtomicLong slowest = new AtomicLong();
        samples.forEach(window.countsFrom(), window.to(), sample -> {
            if (sample.good() && !late(sample, window)) {
                slowest.accumulateAndGet(sample.ended() - sample.intended(), Math::max);
            }
        });
        long tooLong = Math.max(STALL.toNanos(), 2 * slowest.get());
        AtomicInteger hung = new AtomicInteger();
        AtomicLong longest = new AtomicLong();
        samples.forEach(window.countsFrom(), window.to(), sample -> {
            long waited = window.to() - sample.intended();
            if (late(sample, window) && waited > tooLong) {
                hung.incrementAndGet();
                longest.accumulateAndGet(waited, Math::max);
            }
        });
        return hung.get() < Series.SUSTAINED
                ? Optional.empty()
                : Optional.of(new Hang(hung.get(), longest.get(), slowest.get()));
    }

    private static boolean late(Sample sample, Window window) {
        return sample.good() && sample.ended() > window.to();
    }
}
