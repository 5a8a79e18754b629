package dev.reliability.internal.runner;

import java.time.Duration;
import java.util.Optional;

/** A hypothesis that is watched from the proven bite on until it is proven or its time is over. */
interface Expectation {

    /** Looks once before any fault; says what keeps the baseline from holding, or nothing. */
    Optional<String> baseline();

    /** The baseline holds and faults are about to be injected. */
    default void armed() {}

    /** Returns its name. */
    String name();

    /** Says what is waited for: {@code alarm checkout-errors}. */
    String awaited();

    /**
     * Begins to watch; times count from the proven bite.
     *
     * @param fault what bit first
     */
    void watchFrom(long bittenAt, String fault);

    /** Tells whether it is proven or broken. */
    boolean decided();

    /** Tells whether it is broken already, whatever may be expected of it after the revert. */
    boolean failed();

    /** Says what broke it, as the sentence of a finding; empty if it was proven. */
    Optional<String> broken();

    /** Returns when what was expected happened; empty if it did not, or is not known yet. */
    Optional<Dated> happened();

    /** Returns how long it may take. */
    Duration within();

    /** Begins to watch for the way back after the revert, where that is expected. */
    default void revertedAt(long nanos) {}

    /** Tells whether the way back is decided, or not expected. */
    default boolean wayBackDecided() {
        return true;
    }

    /** Ends the watch. */
    void close();

    /** Waits a little for what its system is still asked of what happened. Called once it is closed. */
    void awaitHistory();
}
