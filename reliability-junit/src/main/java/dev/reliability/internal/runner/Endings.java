package dev.reliability.internal.runner;

import dev.reliability.internal.journal.IntentJournal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the faults of a run: each at its time, and all of them whatever happens. Driven by the run's thread. */
final class Endings {

    private final Execution run;
    private final Purpose purpose;
    private boolean watchIsOver;

    Endings(Execution run, Purpose purpose) {
        this.run = run;
        this.purpose = purpose;
    }

    /**
     * Ends the faults whose time it is.
     *
     * @param over whether the front door wants no fault any longer
     */
    void look(@Nullable IntentJournal intents, boolean over) {
        List<FaultRun> ending = new ArrayList<>();
        for (FaultRun fault : run.faults) {
            boolean ends = fault.inForce() && (over || fault.expired() || purpose.fulfilled(fault));
            boolean wanted = fault.earlyEnd().wanted() && !fault.reverted();
            if (!ends && wanted && fault.earlyEnd().withdrawal().isEmpty()) {
                fault.earlyEnd().grant(new Withdrawal(fault.earlyEnd().beforeInjection(), undecided()));
            }
            if (ends || wanted && fault.inForce()) {
                ending.add(fault);
            }
        }
        if (!ending.isEmpty()) {
            end(ending, intents);
        } else if (nothingWillBite()) {
            giveUpExpectations();
        }
    }

    private boolean nothingWillBite() {
        return !run.faults.isEmpty() && run.faults.stream().noneMatch(fault -> isToCome(fault) || fault.bitten());
    }

    private List<String> undecided() {
        return run.expectations.stream()
                .filter(expectation -> !expectation.decided())
                .map(Expectation::name)
                .toList();
    }

    /** Ends faults, the latest first; no sample after the begin of it says anything about any of them. */
    private void end(List<FaultRun> ending, @Nullable IntentJournal intents) {
        ending.forEach(FaultRun::closeWindow);
        boolean last = run.faults.stream().noneMatch(fault -> isToCome(fault) && !ending.contains(fault));
        if (last) {
            finishChecks();
        }
        Collections.reverse(ending);
        ending.forEach(fault -> fault.revert(intents));
        boolean cutShort =
                ending.stream().anyMatch(fault -> fault.earlyEnd().withdrawal().isPresent());
        if (last && (purpose.broken() || cutShort)) {
            giveUpExpectations();
        }
    }

    /** Tells whether a fault is in force, or will be. */
    boolean isToCome(FaultRun fault) {
        return fault.inForce() || fault.isToCome() && !purpose.broken();
    }

    boolean finished() {
        return run.faults.stream().noneMatch(this::isToCome)
                && run.body.isEnded()
                && (watchIsOver || run.expectations.stream().allMatch(Expectation::decided));
    }

    /** The body is done, or the run is stopped: the last looks before anything is undone. */
    private void finishChecks() {
        boolean injected =
                run.faults.stream().allMatch(fault -> fault.injectionFailure().isEmpty());
        run.checks.finish(run.bodyWasLetIn() && run.body.isEnded() && injected);
    }

    /** Nothing is expected any more of what is not decided by now; a body that waits for it goes on. */
    private void giveUpExpectations() {
        watchIsOver = true;
        run.expectations.stream().filter(expectation -> !expectation.decided()).forEach(Expectation::close);
    }

    void revertAll(@Nullable IntentJournal intents) {
        run.faults.forEach(FaultRun::closeWindow);
        finishChecks();
        List<FaultRun> latestFirst = new ArrayList<>(run.faults);
        Collections.reverse(latestFirst);
        RuntimeException failure = null;
        for (FaultRun fault : latestFirst) {
            try {
                fault.revert(intents);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (run.stops.stopped()) {
            run.body.interrupt();
        }
        giveUpExpectations();
        if (failure != null) {
            throw failure;
        }
    }
}
