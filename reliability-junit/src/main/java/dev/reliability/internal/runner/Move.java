package dev.reliability.internal.runner;

import dev.reliability.internal.sample.Series;
import dev.reliability.spi.Signal.Reading;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Finds when a signal went from one side to another: after the last question that was answered with the old side, not later
 * than the first of three answers in a row that named the new one alone. Not thread-safe.
 */
final class Move {

    private final Set<String> from;
    private final Set<String> to;
    private long lastOld;
    private long firstNew;
    private int newInARow;
    private boolean done;
    private Map<String, Object> details = Map.of();

    /**
     * @param begin a moment at which the old side was known to serve
     */
    Move(Set<String> from, Set<String> to, long begin) {
        this.from = from;
        this.to = to;
        this.lastOld = begin;
    }

    /** Takes an answer in. */
    void saw(Reading reading, long asked, long answered) {
        if (done) {
            return;
        }
        if (names(reading, from)) {
            lastOld = asked;
        }
        if (!namesOnly(reading, to, from)) {
            newInARow = 0;
            return;
        }
        if (newInARow++ == 0) {
            firstNew = answered;
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
