package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Series;
import java.util.Optional;

/**
 * Tells when faults have shown what they were injected for: everything is decided under each of them, or something broke, and
 * then nothing more is waited for than a few samples.
 */
final class Purpose {

    private final Execution run;
    private boolean broken;

    Purpose(Execution run) {
        this.run = run;
    }

    /** Looks whether anything broke, which no later good news can mend. */
    void look() {
        broken = broken
                || run.body.thrown().isPresent()
                || run.expectations.stream().anyMatch(Expectation::failed)
                || run.states.stream().filter(state -> state.in(When.DURING)).anyMatch(this::broke);
    }

    boolean broken() {
        return broken;
    }

    private boolean broke(StateWatch state) {
        return run.stretch().filter(state::outForTooLong).isPresent()
                || run.faults.stream().anyMatch(state::failedTooOften);
    }

    /** Tells whether a fault that is in force has no reason to last any longer. */
    boolean fulfilled(FaultRun fault) {
        if (broken) {
            return sampled(fault) && (run.plan.settings().protectedProfile() || !mustLast(fault));
        }
        return fault.bitten()
                && !mustLast(fault)
                && run.body.isEnded()
                && run.expectations.stream().allMatch(Expectation::decided)
                && run.faults.stream().allMatch(other -> !other.isToCome() || decidedUnder(other));
    }

    /** With expectations any fault ends as soon as all is decided; without, only one that need not last for its duration. */
    private boolean mustLast(FaultRun fault) {
        boolean whole = run.expectations.isEmpty() && fault.plan().duration().isPresent();
        return whole || !fault.timing().lastedEnough();
    }

    private boolean decidedUnder(FaultRun fault) {
        return fault.bitten()
                && fault.completeOrLate()
                && sampled(fault)
                && run.states.stream()
                        .filter(state -> state.in(When.DURING))
                        .allMatch(state -> state.goodAgain(fault.window().orElseThrow()));
    }

    /** What bites without traffic is given the time to; what waits for traffic may wait in vain. */
    private boolean sampled(FaultRun fault) {
        Optional<Window> window = fault.window();
        if (window.isEmpty() || !fault.bitten() && !fault.plan().fault().awaitsTraffic()) {
            return false;
        }
        long from = fault.bitten() ? window.get().countsFrom() : window.get().from();
        return run.states.stream().filter(state -> state.in(When.DURING)).allMatch(state -> state.series()
                        .anyCompleted(from, Series.SUSTAINED))
                && run.checks.enoughSince(from);
    }
}
