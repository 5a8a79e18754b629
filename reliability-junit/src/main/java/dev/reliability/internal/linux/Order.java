package dev.reliability.internal.linux;

import java.time.Duration;

/**
 * What every fault has.
 *
 * @param id new hexadecimal name, 4 to 32 digits; what is written to a journal before the fault begins
 * @param owner who attacks, for whoever finds the target busy; faults of the same owner may share a target
 * @param duration hard cap, enforced on the target
 * @param lease how long the fault lives without a sign of life from here
 * @param waiting how long it may be held ready before it begins
 */
public record Order(String id, String owner, Duration duration, Duration lease, Duration waiting) {

    /** One that begins at once. */
    public Order(String id, String owner, Duration duration, Duration lease) {
        this(id, owner, duration, lease, Duration.ZERO);
    }
}
