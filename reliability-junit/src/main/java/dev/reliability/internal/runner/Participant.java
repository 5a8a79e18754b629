package dev.reliability.internal.runner;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes part in a run: hears where it stands, and adds what only it can judge. */
public interface Participant {

    /** Adds nothing. */
    Participant NONE = new Participant() {};

    /**
     * A reason for a verdict.
     *
     * @param text why, in the user's terms, without verdict and full stop
     * @param cause what was thrown, if anything
     */
    record Reason(Verdict verdict, String text, @Nullable Throwable cause) {}

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
     * Says what it is doing that the run waits for: {@code the action "stop greeter"}; empty if that is the body, and the faults tell
     * the rest. Asked on any thread.
     */
    default List<String> awaited() {
        return List.of();
    }

    /** Tells whether the steady states that are checked are looked at when the body is done. */
    default boolean checksAfter() {
        return true;
    }

    /**
     * Hears that every fault is undone and nothing more will be looked at; the run still has its targets for itself.
     *
     * @param stopped whether the run was ended before its time
     */
    default void ended(boolean stopped) {}

    /** Returns what it found; asked once, when everything is over. */
    default List<Reason> reasons() {
        return List.of();
    }
}
