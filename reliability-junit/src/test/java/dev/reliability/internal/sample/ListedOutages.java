package dev.reliability.internal.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The analysis of outages as it was first written, which lists every sample: what {@link OutageAnalysis} is compared with.
 *
 * <p>What users saw of a steady state in a window of time. An outage lasts from the intended time of its first failed sample to
 * that of the first of three good samples in a row, or to the end of the window; a good sample in between does not end it.
 *
 * @param samples completed samples in the window that count
 * @param failed how many failed
 * @param outages the outages, in order
 */
public record ListedOutages(List<Sample> samples, int failed, List<Outage> outages) {

    /**
     * A contiguous failure.
     *
     * @param began when its first failed sample was due
     * @param ended when the first sustained good sample was due, or the end of the window
     * @param samples the samples in it that count
     * @param open whether only the window ended it
     */
    public record Outage(long began, long ended, List<Sample> samples, boolean open) {

        /** Returns how long it lasted. */
        public long nanos() {
            return ended - began;
        }

        /** Returns how many samples failed in it. */
        public int failed() {
            return (int) samples.stream().filter(sample -> !sample.good()).count();
        }
    }

    /** Analyses the samples that were due in a window, all of which count. */
    public static ListedOutages of(List<Sample> samples, long windowEnd) {
        return of(samples, Long.MIN_VALUE, windowEnd);
    }

    /**
     * Analyses the samples that were due from the injection of a fault on. What failed before its bite was proven counts; what
     * was good by then does not, as it may have come before the effect.
     *
     * @param bitten when the fault bit
     */
    public static ListedOutages of(List<Sample> samples, long bitten, long windowEnd) {
        List<Outage> outages = new ArrayList<>();
        List<Sample> current = new ArrayList<>();
        int goodInARow = 0;
        for (Sample sample : samples) {
            if (current.isEmpty() && sample.good()) {
                continue;
            }
            current.add(sample);
            goodInARow = sample.good() ? goodInARow + 1 : 0;
            if (goodInARow == Series.SUSTAINED) {
                int bad = current.size() - Series.SUSTAINED;
                outages.add(new Outage(
                        current.get(0).intended(),
                        current.get(bad).intended(),
                        counting(current.subList(0, bad), bitten),
                        false));
                current.clear();
                goodInARow = 0;
            }
        }
        if (!current.isEmpty()) {
            outages.add(new Outage(current.get(0).intended(), windowEnd, counting(current, bitten), true));
        }
        int failed = (int) samples.stream().filter(sample -> !sample.good()).count();
        return new ListedOutages(counting(samples, bitten), failed, List.copyOf(outages));
    }

    private static List<Sample> counting(List<Sample> samples, long bitten) {
        return samples.stream()
                .filter(sample -> !sample.good() || sample.intended() >= bitten)
                .toList();
    }

    /** Returns the longest outage. */
    public Optional<Outage> longest() {
        return outages.stream().max(Comparator.comparingLong(Outage::nanos));
    }

    /**
     * Returns the outage that only the end of the window ended, unless one as long ended within it: whether it would have ended
     * as well is then not known.
     */
    public Optional<Outage> undecided() {
        return outages.stream()
                .filter(Outage::open)
                .filter(open -> outages.stream().noneMatch(ended -> !ended.open() && ended.nanos() >= open.nanos()))
                .findFirst();
    }

    /** Returns the share of failed samples outside the longest outage, from 0 to 1. */
    public double failedShareOutsideLongest() {
        List<Sample> excused = longest().map(Outage::samples).orElse(List.of());
        int left = samples.size() - excused.size();
        int failedInside =
                (int) excused.stream().filter(sample -> !sample.good()).count();
        return left == 0 ? 0 : (double) (failed - failedInside) / left;
    }

    /** Returns the share of all samples that failed, from 0 to 1. */
    public double failedShare() {
        return samples.isEmpty() ? 0 : (double) failed / samples.size();
    }

    /** Returns the most frequent of the failed samples: "expected 200, got timeout after 3 s". */
    public Optional<String> commonestFailure() {
        Map<String, Long> counts = samples.stream()
                .filter(sample -> !sample.good())
                .map(sample -> "expected " + sample.observation().expected() + ", got "
                        + sample.observation().got())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }
}
