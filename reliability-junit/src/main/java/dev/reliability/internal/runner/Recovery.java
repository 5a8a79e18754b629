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
    long from = Long.MAX_VALUE;

    /** From when on answers count: those of a side that only stood in do not. */
    long settledFrom = Long.MAX_VALUE;

    final List<StateWatch> notRecovered = new ArrayList<>();

    private final Execution run;
    private final Wake wake;

    Recovery(Execution run, Wake wake) {
        this.run = run;
        this.wake = wake;
    }

    /** Waits for the samples that were due while the faults were in force. */
    void awaitPendingSamples() {
        if (run.windowFrom.isEmpty() || run.windowTo.isEmpty()) {
            return;
        }
        long begin = run.windowFrom.getAsLong();
        long end = run.windowTo.getAsLong();
        run.states.stream().filter(state -> state.in(When.DURING)).forEach(state -> {
            long until = end + state.plan().timeout().toNanos() + Execution.IDLE.toNanos();
            wake.awaitUntil(() -> !state.pending(begin, end), until, Execution.IDLE);
        });
    }

    /** Waits until all holds again, for each as long as it may take. */
    void await() {
        from = run.faults.stream()
                .map(FaultRun::revertedAt)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElse(run.windowTo.orElse(run.ticker.nanos()));
        if (!run.plan.attacks()) {
            run.states.stream().filter(state -> state.in(When.AFTER)).forEach(StateWatch::sampleNow);
        }
        run.expectations.forEach(expectation -> expectation.revertedAt(from));
        for (FailoverWatch failover : run.failovers) {
            long until = from + failover.wayBackWithin().toNanos();
            wake.awaitUntil(failover::wayBackDecided, until, Execution.IDLE);
        }
        settledFrom = cameBack().isPresent() ? run.ticker.nanos() : from;
        for (StateWatch state : run.states) {
            if (state.in(When.AFTER)) {
                long until = settledFrom + state.plan().recoverWithin().toNanos();
                if (!wake.awaitUntil(() -> state.recoveredSince(settledFrom), until, Execution.IDLE)) {
                    notRecovered.add(state);
                }
            }
        }
    }

    /** Returns a failover whose first side was asked to serve again, and does. */
    Optional<FailoverWatch> cameBack() {
        return run.failovers.stream().filter(FailoverWatch::cameBack).findFirst();
    }
}
