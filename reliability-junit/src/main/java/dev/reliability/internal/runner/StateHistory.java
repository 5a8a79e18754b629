package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Series;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was seen of one steady state up to a moment.
 *
 * @param samples the completed samples over fresh connections, in the order in which they were due
 * @param notRecovered what was seen in place of recovery, if it did not recover in time
 */
record StateHistory(SteadyState plan, List<Sample> samples, Optional<NotRecovered> notRecovered) {

    /** Anything may stand still for so long on a busy machine. */
    private static final Duration STALL = Duration.ofMillis(500);

    StateHistory {
        samples = List.copyOf(samples);
    }

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

    List<Sample> samples(long from, long to) {
        return samples.stream()
                .filter(sample -> sample.intended() >= from && sample.intended() < to)
                .toList();
    }

    OutageAnalysis analysis(Window window) {
        return OutageAnalysis.of(samples(window.from(), window.to()), window.countsFrom(), window.to());
    }

    /** Analyses a window and, as its first failures, what was under way when it began and came to nothing. */
    OutageAnalysis withThoseUnderWay(Window window) {
        return OutageAnalysis.of(withThoseUnderWay(samples, window), window.countsFrom(), window.to());
    }

    /** Returns the samples of a window; requests that a fault cut off count from its injection on. */
    static List<Sample> withThoseUnderWay(List<Sample> samples, Window window) {
        Stream<Sample> cutOff = samples.stream()
                .filter(sample -> sample.intended() < window.from() && sample.ended() >= window.from())
                .filter(sample -> !sample.good())
                .map(sample -> new Sample(window.from(), sample.started(), sample.ended(), sample.observation()));
        Stream<Sample> due = samples.stream()
                .filter(sample -> sample.intended() >= window.from() && sample.intended() < window.to());
        return Stream.concat(cutOff, due).toList();
    }

    /** Analyses what was answered in a window: what was good only after it may be so because of the revert. */
    OutageAnalysis answered(Window window) {
        List<Sample> answered = withThoseUnderWay(samples, window).stream()
                .filter(sample -> !late(sample, window))
                .toList();
        return OutageAnalysis.of(answered, window.countsFrom(), window.to());
    }

    /** Returns how many samples were completed in a window once it was proven. */
    int completed(Window window) {
        List<Sample> due = samples(window.countsFrom(), window.to());
        return due.size() - late(window);
    }

    /** Returns how many samples were due in a window once it was proven, but good only after it. */
    int late(Window window) {
        return (int) samples(window.countsFrom(), window.to()).stream()
                .filter(sample -> late(sample, window))
                .count();
    }

    /** Returns for how long users had been waiting in vain when a window ended, where none before had to wait for so long. */
    Optional<Hang> hang(Window window) {
        List<Sample> counting = samples(window.countsFrom(), window.to());
        long slowest = counting.stream()
                .filter(sample -> sample.good() && !late(sample, window))
                .mapToLong(sample -> sample.ended() - sample.intended())
                .max()
                .orElse(0);
        List<Sample> hung = counting.stream()
                .filter(sample -> late(sample, window))
                .filter(sample -> window.to() - sample.intended() > Math.max(STALL.toNanos(), 2 * slowest))
                .toList();
        return hung.size() < Series.SUSTAINED
                ? Optional.empty()
                : Optional.of(new Hang(hung.size(), window.to() - hung.get(0).intended(), slowest));
    }

    private static boolean late(Sample sample, Window window) {
        return sample.good() && sample.ended() > window.to();
    }
}
