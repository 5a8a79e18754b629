package dev.reliability.internal.sample;

import dev.reliability.spi.Observation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users saw of a steady state in a window of time. An outage lasts from the intended time of its first failed sample to
 * that of the first of three good samples in a row, or to the end of the window; a good sample in between does not end it.
 *
 * @param samples how many completed samples in the window count
 * @param failed how many failed
 * @param longest the longest outage, the first of several as long
 * @param undecided the outage that only the end of the window ended, unless one as long ended within it: whether it would have
 *     ended as well is then not known
 * @param failures how often which failure was seen
 */
public record OutageAnalysis(
        int samples,
        int failed,
        Optional<Outage> longest,
        Optional<Outage> undecided,
        Map<Observation, Integer> failures) {

    /**
     * A contiguous failure.
     *
     * @param began when its first failed sample was due
     * @param ended when the first sustained good sample was due, or the end of the window
     * @param samples how many samples in it count
     * @param failed how many of them failed
     * @param open whether only the window ended it
     */
    public record Outage(long began, long ended, int samples, int failed, boolean open) {

        /** Returns how long it lasted. */
        public long nanos() {
            return ended - began;
        }
    }

    /** Copies the failures. */
    public OutageAnalysis {
        failures = Map.copyOf(failures);
    }

    /** Analyses the samples that were due in a window, all of which count. */
    public static OutageAnalysis of(List<Sample> samples, long windowEnd) {
        Outages outages = new Outages(Long.MIN_VALUE);
        samples.forEach(outages::add);
        return outages.until(windowEnd);
    }

    /** Returns the share of failed samples outside the longest outage, from 0 to 1. */
    public double failedShareOutsideLongest() {
        int left = samples - longest.map(Outage::samples).orElse(0);
        return left == 0 ? 0 : (double) (failed - longest.map(Outage::failed).orElse(0)) / left;
    }

    /** Returns the share of all samples that failed, from 0 to 1. */
    public double failedShare() {
        return samples == 0 ? 0 : (double) failed / samples;
    }

    /** Returns the most frequent of the failed samples that are told apart: "expected 200, got timeout after 3 s". */
    public Optional<String> commonestFailure() {
        Map<String, Integer> counts = new HashMap<>();
        failures.forEach((seen, times) -> counts.merge(
                "expected " + seen.expected() + ", got " + seen.got(),
                seen.equals(Seen.OTHER_FAILURE) ? 0 : times,
                Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }
}
