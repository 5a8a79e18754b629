package dev.reliability.internal.time;

import java.time.Instant;

/** The time: monotonic for durations, wall clock for records. */
public interface Ticker {

    /** The system's time. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    /** Returns nanoseconds since some fixed moment. */
    long nanos();

    /** Returns the wall-clock time. */
    Instant now();
}
