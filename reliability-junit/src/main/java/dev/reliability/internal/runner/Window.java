package dev.reliability.internal.runner;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The time in which samples say something about a fault, or about the body where there is none.
 *
 * @param from when it was injected: what failed from then on counts
 * @param bitten when its bite was proven to have begun: what was good from then on counts, too
 * @param to when the first of what undoes it began
 */
record Window(long from, OptionalLong bitten, long to) {

    /** Returns from when on good samples count. */
    long countsFrom() {
        return bitten.orElse(to);
    }

    /** Returns the time from the first of two to the last. */
    Window and(Window other) {
        OptionalLong first =
                bitten.isPresent() && (other.bitten.isEmpty() || bitten.getAsLong() <= other.bitten.getAsLong())
                        ? bitten
                        : other.bitten;
        return new Window(Math.min(from, other.from), first, Math.max(to, other.to));
    }

    /** Tells whether something may have happened in it. */
    boolean touches(Dated at) {
        return at.earliest() <= to && at.latest() >= from;
    }

    /** Returns for how long both were proven to be in force. */
    Duration overlap(Window other) {
        long began = Math.max(countsFrom(), other.countsFrom());
        return Duration.ofNanos(Math.max(0, Math.min(to, other.to) - began));
    }
}
