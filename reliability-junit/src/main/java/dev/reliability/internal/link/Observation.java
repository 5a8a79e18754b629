package dev.reliability.internal.link;

import java.time.Duration;
import java.util.Locale;

/**
 * What a process that is not ours saw when it connected to a link and sent a few bytes, and what the link's side says
 * about the same connection.
 *
 * @param outcome what the process saw
 * @param after how long after it had sent, or had begun to connect where it never could send
 * @param accepted whether the link accepted that very connection
 * @param link what the link did to it; a silence is the link's doing only if it swallowed what was sent, not if the
 *     machine was too busy to answer
 * @param pid of the process
 */
public record Observation(Outcome outcome, Duration after, boolean accepted, Bite link, long pid) {

    /** Bytes that a witness sends. */
    static final int NONCE = 16;

    /** What can come of a connection. */
    public enum Outcome {
        /** what was sent came back */
        ECHOED,
        /** a part of what was sent came back */
        LOST,
        /** connected, sent, and heard nothing */
        SILENT,
        /** ended without an answer */
        CLOSED,
        /** reset */
        RESET,
        /** nobody listens there */
        REFUSED,
        /** not even connected in the time given */
        UNREACHED
    }

    /**
     * {@return whether this is what the fault must look like from outside, and the link's own account agrees}
     *
     * @param fault that the link had all the time
     */
    public boolean confirms(LinkFault fault) {
        if (fault instanceof LinkFault.Latency latency) {
            Duration least = least(latency.toUpstream(), latency).plus(least(latency.toClient(), latency));
            return outcome == Outcome.ECHOED && link.delayedChunks() > 0 && after.compareTo(least) >= 0;
        }
        if (fault instanceof LinkFault.Refusal && outcome == Outcome.REFUSED) {
            return true;
        }
        if (fault.resets()) {
            return outcome == Outcome.RESET && accepted && link.resets() > 0;
        }
        boolean lost = outcome == Outcome.SILENT || (fault instanceof LinkFault.Loss && outcome == Outcome.LOST);
        return lost && accepted && link.swallowedToUpstream() >= NONCE;
    }

    /** {@return whether it got through, and the link did nothing to it} */
    public boolean confirmsNoFault() {
        return outcome == Outcome.ECHOED && accepted && !link.bitten();
    }

    private static Duration least(Duration delay, LinkFault.Latency latency) {
        Duration least = delay.minus(latency.jitter());
        return least.isNegative() ? Duration.ZERO : least;
    }

    @Override
    public String toString() {
        return "process " + pid + " saw " + outcome.name().toLowerCase(Locale.ROOT) + " after "
                + String.format(Locale.ROOT, "%.1f ms", after.toNanos() / 1e6) + "; the link "
                + (accepted ? "accepted it and did " + link : "never accepted it");
    }
}
