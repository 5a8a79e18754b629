package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What must hold before anything is injected: waited for, but not for long. */
final class Baseline {

    /** What did not hold, in the user's terms; empty if all did, or if it was not waited for to the end. */
    final List<String> sick = new ArrayList<>();

    private final Execution run;
    private final Wake wake;

    Baseline(Execution run, Wake wake) {
        this.run = run;
        this.wake = wake;
    }

    /** Waits. {@return whether all holds and the run goes on} */
    boolean holds() {
        long from = run.stops.begin();
        Duration limit = run.plan.settings().baseline();
        long until = from + limit.toNanos();
        List<StateWatch> required =
                run.states.stream().filter(state -> state.in(When.BEFORE)).toList();
        boolean steady = wake.awaitUntil(
                () -> run.stops.check() || required.stream().allMatch(state -> state.steadySince(from)),
                until,
                Execution.IDLE);
        if (run.stops.stopped()) {
            return false;
        }
        run.states.forEach(state -> state.baselineEnded(from));
        if (!steady) {
            required.stream()
                    .filter(state -> !state.steadySince(from))
                    .forEach(state -> sick.add("\"" + state.plan().name() + "\" was not steady before the test ("
                            + state.lastFailure(from) + " for " + Durations.limit(limit) + ")"));
            return false;
        }
        sick.addAll(run.checks.before());
        return sick.isEmpty() && !run.stops.stopped() && expectationsAreQuiet(until);
    }

    /** Tells whether no steady state broke, and stays so, since it held; once a fault is injected, it may be the reason. */
    boolean stillHolds(List<FaultRun> due) {
        boolean untouched =
                run.faults.stream().allMatch(fault -> fault.injectedAt().isEmpty());
        if (due.isEmpty() || !untouched) {
            return true;
        }
        run.states.stream()
                .filter(state -> state.in(When.BEFORE) && state.endsBad())
                .forEach(state -> sick.add("\"" + state.plan().name() + "\" was not steady any more before "
                        + due.get(0).description() + " (" + state.lastFailure(Long.MIN_VALUE) + ")"));
        if (!due.get(0).plan().delay().isZero()) {
            run.expectations.forEach(expectation -> expectation.baseline().ifPresent(sick::add));
        }
        return sick.isEmpty();
    }

    private boolean expectationsAreQuiet(long until) {
        List<Expectation> expectations = run.expectations;
        while (true) {
            sick.clear();
            expectations.forEach(expectation -> expectation.baseline().ifPresent(sick::add));
            run.plan.groups().forEach(group -> group.objection().ifPresent(sick::add));
            if (sick.isEmpty() || run.stops.check()) {
                return sick.isEmpty() && !run.stops.stopped();
            }
            if (run.ticker.nanos() - until >= 0) {
                return false;
            }
            wake.awaitUntil(run.stops::check, run.ticker.nanos() + FailoverWatch.INTERVAL.toNanos(), Execution.IDLE);
        }
    }
}
