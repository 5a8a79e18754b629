package dev.reliability.internal.runner;

import java.util.Optional;

/** A hypothesis that is watched from the proven bite on until it is proven or its time is over. */
interface Expectation {

    /** Looks once before any fault; says what keeps the baseline from holding, or nothing. */
    Optional<String> baseline();

    /** The baseline holds and faults are about to be injected. */
    default void armed() {}

    /** Begins to watch; times count from the proven bite. */
    void watchFrom(long bittenAt);

    /** Tells whether it is proven or broken. */
    boolean decided();

    /** Says what broke it, as the sentence of a finding; empty if it was proven. */
    Optional<String> broken();

    /** Begins to watch for the way back after the revert, where that is expected. */
    default void revertedAt(long nanos) {}

    /** Tells whether the way back is decided, or not expected. */
    default boolean wayBackDecided() {
        return true;
    }

    /** Ends the watch. */
    void close();
}
