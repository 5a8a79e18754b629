package dev.reliability.internal.sample;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The samples of one steady state in the order in which they were due. Thread-safe. */
public final class Series {

    /** How many good samples in a row make a state sustained. */
    public static final int SUSTAINED = 3;

    private final TreeMap<Long, Optional<Sample>> byIntended = new TreeMap<>();

    /** Records that a sample is under way. */
    public synchronized void due(long intended) {
        byIntended.put(intended, Optional.empty());
    }

    /** Records a completed sample. */
    public synchronized void completed(Sample sample) {
        byIntended.put(sample.intended(), Optional.of(sample));
    }

    /** Returns the completed samples that were due from one moment, inclusive, to another, exclusive. */
    public synchronized List<Sample> completed(long from, long to) {
        return byIntended.subMap(from, Math.max(from, to)).values().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Tells whether samples that were due in a time are still under way. */
    public synchronized boolean pending(long from, long to) {
        return byIntended.subMap(from, Math.max(from, to)).values().stream().anyMatch(Optional::isEmpty);
    }

    /**
     * Returns when the first of a number of good samples in a row was due, at or after a moment.
     *
     * @param inARow how many good ones; an uncompleted sample ends a row
     */
    public synchronized Optional<Long> goodSince(long from, int inARow) {
        int row = 0;
        long first = 0;
        for (var entry : byIntended.tailMap(from).entrySet()) {
            if (entry.getValue().filter(Sample::good).isEmpty()) {
                row = 0;
                continue;
            }
            if (row == 0) {
                first = entry.getKey();
            }
            if (++row == inARow) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /** Returns the last completed sample that failed, due at or after a moment. */
    public synchronized Optional<Sample> lastFailed(long from) {
        return byIntended.tailMap(from, true).descendingMap().values().stream()
                .flatMap(Optional::stream)
                .filter(sample -> !sample.good())
                .findFirst();
    }
}
