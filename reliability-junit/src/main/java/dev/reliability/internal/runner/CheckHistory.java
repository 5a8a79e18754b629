package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Samples;
import java.util.Optional;

/**
 * What was seen of a steady state that is looked at at certain moments.
 *
 * @param broke whether it did not hold during the body, or when that was done
 * @param recovered the last look after the revert
 */
record CheckHistory(
        SteadyState plan, Samples during, Optional<Sample> after, boolean broke, Optional<Sample> recovered) {

    boolean in(When part) {
        return plan.when().contains(part);
    }

    /** Returns how many looks were taken in a window once it was proven. */
    long completed(Window window) {
        return during.count(window.countsFrom(), window.to());
    }
}
