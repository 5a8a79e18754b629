package dev.reliability.internal.plan;

import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.Set;

/** A failover, ready to be watched. */
public record ExpectedFailover(
        String name,
        String signalName,
        Signal signal,
        String from,
        Set<String> fromIdentities,
        String to,
        Set<String> toIdentities,
        Duration within,
        boolean failback) {}
