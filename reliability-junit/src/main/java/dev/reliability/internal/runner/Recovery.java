package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.time.Wake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What must hold again once nothing is left of the faults. */
final class Recovery {

    /** When the last fault was gone; the greatest number if it never came to that. */
    volatile long from = Long.MAX_VALUE;

    /** From when on answers count: those of a side that only stood in do not. */
    volatile long settledFrom = Long.MAX_VALUE;

    private final List<StateWatch> notRecovered = new ArrayList<>();

    private final Execution run;
    private final Wake wake;

    Recovery(Execution run, Wake wake) {
        this.run = run;
        this.wake = wake;
    }

    /** Waits for the samples that were due while the faults were in force. */
    void awaitPendingSamples() {
        Optional<Window> stretch = run.stretch();
        if (stretch.isEmpty()) {
            return;
        }
        long begin = stretch.get().from();
        long end = stretch.get().to();
        run.states.stream().filter(state -> state.in(When.DURING)).forEach(state -> {
            long timeout = state.plan().timeout().toNanos();
            long until = end + timeout + Execution.IDLE.toNanos();
            wake.awaitUntil(() -> !state.pending(begin - timeout, end), until, Execution.IDLE);
        });
    }

    /** Waits until all holds again, for each as long as it may take. A stop ends it: of what was not waited for nothing is known. */
    void await() {
        from = run.faults.stream()
                .map(FaultRun::revertedAt)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElseGet(() -> run.stretch().map(Window::to).orElse(run.ticker.nanos()));
        if (!run.plan.attacks()) {
            run.states.stream().filter(state -> state.in(When.AFTER)).forEach(StateWatch::sampleNow);
        }
        run.expectations.forEach(expectation -> expectation.revertedAt(from));
        for (FailoverWatch failover : run.failovers) {
            long until = from + failover.within().toNanos();
            if (!wake.awaitUntil(() -> run.stops.check() || failover.wayBackDecided(), until, Execution.IDLE)) {
                failover.didNotComeBack();
            }
        }
        settledFrom = cameBack().isPresent() ? run.ticker.nanos() : from;
        for (StateWatch state : run.states) {
            if (state.in(When.AFTER)) {
                long until = settledFrom + state.plan().recoverWithin().toNanos();
                if (!wake.awaitUntil(
                        () -> run.stops.check() || state.recoveredSince(settledFrom), until, Execution.IDLE)) {
                    notRecovered.add(state);
                }
            }
        }
        if (run.plan.attacks()) {
            run.checks.recover(from);
        }
    }

    /** Returns what was seen of a steady state that did not recover in time. */
    Optional<StateHistory.NotRecovered> notRecovered(StateWatch state) {
        return notRecovered.contains(state)
                ? Optional.of(new StateHistory.NotRecovered(
                        state.onlyPooledIsOut(settledFrom), state.lastFailure(settledFrom)))
                : Optional.empty();
    }

    /** Returns a failover whose first side was asked to serve again, and does. */
    Optional<FailoverWatch> cameBack() {
        return run.failovers.stream().filter(FailoverWatch::cameBack).findFirst();
    }
}
