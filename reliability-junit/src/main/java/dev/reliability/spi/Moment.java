package dev.reliability.spi;

import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * When something happened, and how far that may be off: what a remote system says counts on its clock, which is not ours, and
 * often to the second or the minute.
 *
 * @param at the middle of the time in which it happened, on the clock of this machine
 * @param error how much earlier or later it may have been; zero if it is known exactly
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Moment(Instant at, Duration error) {

    /** Checks that the error is not negative. */
    public Moment {
        if (error.isNegative()) {
            throw new IllegalArgumentException("the error of a moment cannot be negative, got " + error);
        }
    }

    /** Returns a moment that lies somewhere in a time: between two polls, in a whole second. */
    public static Moment between(Instant earliest, Instant latest) {
        Duration half = Duration.between(earliest, latest).dividedBy(2);
        return new Moment(earliest.plus(half), half);
    }

    /** Returns the earliest that it can have been. */
    public Instant earliest() {
        return at.minus(error);
    }

    /** Returns the latest that it can have been. */
    public Instant latest() {
        return at.plus(error);
    }
}
