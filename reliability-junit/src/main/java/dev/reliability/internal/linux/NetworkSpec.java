package dev.reliability.internal.linux;

import dev.reliability.spi.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network fault as it is asked for.
 *
 * @param kind what happens to the packets
 * @param selection whom it is about; host names are resolved on the target
 * @param percent share of packets lost, for {@link Kind#LOSS}; above 0, at most 100, two decimals
 * @param duration hard cap, enforced in the target's kernel
 * @param lease how long the fault lives without a sign of life from here
 * @param resolveEvery how often the target resolves the hosts again
 */
public record NetworkSpec(
        Kind kind, Selection selection, double percent, Duration duration, Duration lease, Duration resolveEvery) {

    /** What happens to the packets. */
    public enum Kind {
        /** Dropped in both directions. */
        BLACKHOLE,
        /** A share of the packets towards the hosts is dropped. */
        LOSS,
        /** Questions to resolvers are dropped (ports 53 and 853). */
        DNS
    }

    /** Returns what cannot work, whatever the target is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!(percent > 0 && percent <= 100)) {
            problems.add("percent must be above 0 and at most 100, got " + percent);
        }
        if (duration.toSeconds() < 1 || duration.toDays() > 1) {
            problems.add("the duration must be between 1 s and 1 day, got " + duration);
        }
        if (lease.toMillis() < 500 || lease.toMillis() > 60_000) {
            problems.add("the lease must be between 500 ms and 60 s, got " + lease);
        }
        return problems;
    }
}
