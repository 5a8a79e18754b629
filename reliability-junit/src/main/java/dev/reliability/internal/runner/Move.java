package dev.reliability.internal.runner;

import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Signal.Reading;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds when a signal went from one side to another: after the last question that was answered with the old side, not later
 * than the first of three answers in a row that named the new one alone. Not thread-safe.
 */
final class Move {

    private final Supplier<Set<String>> fromSide;
    private final Supplier<Set<String>> toSide;
    private long lastOld;
    private long firstNew;
    private int newInARow;
    private boolean done;
    private Map<String, Object> details = Map.of();

    /**
     * @param fromSide by what the signal shows the old side, which may change while it is watched
     * @param toSide by what it shows the new one
     * @param begin a moment at which the old side was known to serve
     */
    Move(Supplier<Set<String>> fromSide, Supplier<Set<String>> toSide, long begin) {
        this.fromSide = fromSide;
        this.toSide = toSide;
        this.lastOld = begin;
    }

    /** Takes an answer in. */
    void saw(Reading reading, long asked, long answered, Ticker ticker) {
        if (done) {
            return;
        }
        Set<String> from = fromSide.get();
        Set<String> to = toSide.get();
        if (names(reading, from)) {
            lastOld = asked;
        }
        if (!namesOnly(reading, to, from)) {
            newInARow = 0;
            return;
        }
        if (newInARow++ == 0) {
            Dated at = Dated.of(reading.since(), lastOld, answered, ticker);
            lastOld = Math.max(lastOld, at.earliest());
            firstNew = Math.max(lastOld, at.latest());
            details = reading.details();
        }
        done = newInARow == Series.SUSTAINED;
    }

    /** Takes in that there was no answer. */
    void sawNothing() {
        newInARow = 0;
    }

    /** Tells whether it happened. */
    boolean done() {
        return done;
    }

    /** Tells whether the last answer named the new side, but not yet often enough. */
    boolean underWay() {
        return newInARow > 0 && !done;
    }

    long lastOld() {
        return lastOld;
    }

    long firstNew() {
        return firstNew;
    }

    Map<String, Object> details() {
        return details;
    }

    static boolean names(Reading reading, Set<String> side) {
        return !Collections.disjoint(reading.identities(), side);
    }

    static boolean namesOnly(Reading reading, Set<String> side, Set<String> other) {
        return names(reading, side) && !names(reading, other);
    }
}
