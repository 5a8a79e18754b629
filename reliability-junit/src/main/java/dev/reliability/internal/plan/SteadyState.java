package dev.reliability.internal.plan;

import dev.reliability.experiment.When;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.Set;

/**
 * A steady state, ready to be sampled.
 *
 * @param tolerate allowed share of failed samples outside the allowed outage, from 0 to 1
 * @param checked whether it is looked at once before, while, and once after the body, in place of all the time
 */
public record SteadyState(
        String name,
        Probe probe,
        Duration timeout,
        Duration every,
        Duration outage,
        double tolerate,
        Duration recoverWithin,
        Set<When> when,
        boolean checked) {}
