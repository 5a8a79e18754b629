package dev.reliability.internal.sample;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Series as it was first written, with a tree of boxed values: slow, large and easy to check. What {@link Series} is compared with. */
public final class TreeSeries {

    /** How many good samples in a row make a state sustained. */
    public static final int SUSTAINED = 3;

    private final TreeMap<Long, Optional<Sample>> byIntended = new TreeMap<>();
    private final TreeSet<Long> failed = new TreeSet<>();
    private final TreeSet<Long> underWay = new TreeSet<>();

    /** Records that a sample is under way. */
    public synchronized void due(long intended) {
        byIntended.put(intended, Optional.empty());
        underWay.add(intended);
    }

    /** Records a completed sample. */
    public synchronized void completed(Sample sample) {
        byIntended.put(sample.intended(), Optional.of(sample));
        underWay.remove(sample.intended());
        if (!sample.good()) {
            failed.add(sample.intended());
        }
    }

    /** Returns the completed samples that were due from one moment, inclusive, to another, exclusive. */
    public synchronized List<Sample> completed(long from, long to) {
        return byIntended.subMap(from, Math.max(from, to)).values().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Tells whether samples that were due in a time are still under way. */
    public synchronized boolean pending(long from, long to) {
        return !underWay.subSet(from, Math.max(from, to)).isEmpty();
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

    /** Tells whether a sample failed that was due at or after a moment. */
    public synchronized boolean anyFailed(long from) {
        return failed.ceiling(from) != null;
    }

    /** Tells whether at least so many samples are completed that were due at or after a moment. */
    public synchronized boolean anyCompleted(long from, int number) {
        return byIntended.tailMap(from).values().stream()
                        .filter(Optional::isPresent)
                        .limit(number)
                        .count()
                == number;
    }

    /**
     * Tells whether the last completed samples are good.
     *
     * @param from when the first of them was due at the earliest
     * @param inARow how many; those that are under way after them do not matter, one in between does
     */
    public synchronized boolean endsGood(long from, int inARow) {
        int row = 0;
        for (Optional<Sample> sample :
                byIntended.tailMap(from, true).descendingMap().values()) {
            if (sample.isEmpty() && row == 0) {
                continue;
            }
            if (sample.filter(Sample::good).isEmpty()) {
                return false;
            }
            if (++row == inARow) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the last completed samples, so many, all failed. */
    public synchronized boolean endsBad(int inARow) {
        return byIntended.descendingMap().values().stream()
                        .flatMap(Optional::stream)
                        .limit(inARow)
                        .filter(sample -> !sample.good())
                        .count()
                == inARow;
    }

    /** Returns when the first sample was due, at or after a moment, that is still under way. */
    public synchronized OptionalLong firstPending(long from) {
        Long first = underWay.ceiling(from);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /**
     * Returns for how long the slowest good sample was under way, from the moment at which it was due.
     *
     * @param from when it was due at the earliest
     */
    public synchronized long slowestGood(long from) {
        return byIntended.tailMap(from).values().stream()
                .flatMap(Optional::stream)
                .filter(Sample::good)
                .mapToLong(sample -> sample.ended() - sample.intended())
                .max()
                .orElse(0);
    }

    /** Returns the last completed sample that failed, due at or after a moment. */
    public synchronized Optional<Sample> lastFailed(long from) {
        return byIntended.tailMap(from, true).descendingMap().values().stream()
                .flatMap(Optional::stream)
                .filter(sample -> !sample.good())
                .findFirst();
    }
}
