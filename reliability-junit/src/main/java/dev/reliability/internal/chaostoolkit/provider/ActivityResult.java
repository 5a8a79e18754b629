package dev.reliability.internal.chaostoolkit.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one activity ended.
 *
 * @param output what the provider returned; {@code null} unless it succeeded
 * @param exception lines for the journal, as the tool writes them; empty when it succeeded
 * @param reason why it did not succeed, in one sentence for people; empty when it did
 * @param start when it began, after the pause before it
 * @param end when it ended, before the pause after it
 * @param duration measured on a monotonic clock, without the pauses
 */
public record ActivityResult(
        Status status,
        @Nullable Object output,
        List<String> exception,
        String reason,
        Instant start,
        Instant end,
        Duration duration) {

    /** The ends of an activity. */
    public enum Status {
        SUCCEEDED,
        /** It could not do what it is there for; the experiment goes on. */
        FAILED,
        /** Cancelled, or in compat mode an error with which the tool ends the whole method. */
        ABORTED
    }

    public boolean succeeded() {
        return status == Status.SUCCEEDED;
    }
}
