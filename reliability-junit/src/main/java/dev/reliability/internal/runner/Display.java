package dev.reliability.internal.runner;

import java.time.Duration;
import java.util.Optional;

/** Shows what happens in a run, as it happens. */
@FunctionalInterface
public interface Display {

    /** Shows a line, so long after the begin of the run. */
    void line(String title, Duration after, String text);

    /** Tells whether the message of a result that is no pass is shown anyway, so that it need not be repeated here. */
    default boolean showsFailures() {
        return false;
    }

    /** Returns how often it wants to be told what a run waits for; empty if not at all. */
    default Optional<Duration> progressEvery() {
        return Optional.empty();
    }

    /** Shows what a run waits for, instead of what it waited for before. */
    default void progress(String title, Duration after, String text) {}

    /** A run waits no longer for what was shown last. */
    default void progressOver() {}

    /** Shows every line on the console of the JVM. */
    static Display console() {
        return new ConsoleDisplay(false);
    }

    /** Shows every line on the console, where somebody else shows what is thrown. */
    static Display besideWhatIsThrown() {
        return new ConsoleDisplay(true);
    }
}
