package dev.reliability.internal.plan;

import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Allowance;
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
        boolean checked) {

    /** Returns how much failure is allowed under a fault. */
    public Allowance allowance() {
        return new Allowance(outage, tolerate);
    }
}
