package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.Optional;

/** A fault, ready to be injected. */
public record PlannedFault(
        String name, Target target, Fault fault, Optional<Duration> duration, Duration delay, Place place) {}
