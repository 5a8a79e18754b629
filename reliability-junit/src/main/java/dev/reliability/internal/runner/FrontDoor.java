package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a front door adds to the run of its plan: what it writes into the journal, and what only it can judge. */
public interface FrontDoor {

    /** Adds nothing. */
    FrontDoor USUAL = new FrontDoor() {};

    /**
     * A reason for a verdict.
     *
     * @param text why, in the user's terms, without verdict and full stop
     * @param cause what was thrown, if anything
     */
    record Reason(Verdict verdict, String text, @Nullable Throwable cause) {}

    /** Returns the journal's file, where it is not the usual one. */
    default Optional<Path> journal() {
        return Optional.empty();
    }

    /**
     * Returns top-level entries of the journal that take the place of the usual ones.
     *
     * @param result the result; {@code null} as long as the run is under way
     */
    default Map<String, Object> chapters(@Nullable ExperimentResult result) {
        return Map.of();
    }

    /** Returns what it found; asked once, when everything is over. */
    default List<Reason> reasons() {
        return List.of();
    }

    /**
     * Hears that a part of the run begins: before the steady states that are checked are looked at before anything is injected,
     * before the body is let in, before they are looked at when the body is done.
     */
    default void entered(When part) {}

    /**
     * Tells whether nothing more is to come once the body is done. If so, the faults end even where they did not bite or little
     * was seen while they were in force.
     */
    default boolean over() {
        return false;
    }

    /**
     * Hears that every fault is undone and nothing more will be looked at; the run still has its targets for itself.
     *
     * @param stopped whether the run was ended before its time
     */
    default void ended(boolean stopped) {}

    /** Is given what lets the journal be written soon, for a front door whose chapters grow without an event of the runner. */
    default void journalIs(Runnable writeSoon) {}

    /** Tells whether the steady states that are checked are looked at when the body is done. */
    default boolean checksAfter() {
        return true;
    }

    /** Shows a line on the console. */
    default void line(String title, Duration after, String text) {
        System.out.printf("[reliability] %s +%.3fs %s%n", title, after.toMillis() / 1000.0, text);
    }
}
