package dev.reliability.internal.plan;

import dev.reliability.spi.Alarm;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A failover, ready to be watched.
 *
 * @param standbyHealth in alarm while the side that is to take over is not healthy
 */
public record ExpectedFailover(
        String name,
        String signalName,
        Signal signal,
        String from,
        Set<String> fromIdentities,
        String to,
        Set<String> toIdentities,
        Duration within,
        boolean failback,
        Optional<Alarm> standbyHealth) {}
