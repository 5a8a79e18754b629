package dev.reliability.internal.sample;

import dev.reliability.spi.Observation;

/**
 * One completed sample. Times are {@link dev.reliability.internal.time.Ticker#nanos()}.
 *
 * @param intended when it was due, whether or not it could be started then
 */
public record Sample(long intended, long started, long ended, Observation observation) {

    /** Tells whether it was as expected. */
    public boolean good() {
        return observation.good();
    }
}
