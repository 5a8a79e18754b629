package dev.reliability.internal.plan;

import dev.reliability.spi.Alarm;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A failover, ready to be watched.
 *
 * @param standbyHealth in alarm while the side that is to take over is not healthy
 * @param floor how soon it can happen at best, if anybody knows
 */
public record ExpectedFailover(
        String name,
        String signalName,
        Signal signal,
        Side fromSide,
        Side toSide,
        Duration within,
        boolean failback,
        Optional<Alarm> standbyHealth,
        Optional<Floor> floor) {

    /** Returns the name of the target that serves before the fault. */
    public String from() {
        return fromSide.name();
    }

    /** Returns the name of the target that must serve after it. */
    public String to() {
        return toSide.name();
    }

    /** Returns by what the signal shows the first side now. */
    public Set<String> fromIdentities() {
        return fromSide.identities();
    }

    /** Returns by what the signal shows the second side now. */
    public Set<String> toIdentities() {
        return toSide.identities();
    }
}
