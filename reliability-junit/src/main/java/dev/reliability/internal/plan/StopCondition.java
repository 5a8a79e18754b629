package dev.reliability.internal.plan;

import dev.reliability.spi.Alarm;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.Optional;

/** What ends an experiment at once: an alarm or a probe. */
public record StopCondition(String description, Optional<Alarm> alarm, Optional<Probe> probe, Duration outage) {}
