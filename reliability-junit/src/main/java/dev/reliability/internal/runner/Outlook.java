package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Intervals;
import dev.reliability.internal.sample.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Says what a run waits for, how much longer at most, and what was sampled so far. May be asked on any thread. */
final class Outlook {

    /** More than this is not read at a glance. */
    private static final int MOST = 3;

    private final Execution run;

    Outlook(Execution run) {
        this.run = run;
    }

    /** @param until when it is waited for no longer; the deadline of the run comes first */
    private record Awaited(String what, long until) {}

    /** Returns it: {@code the test body (at most 870 s more); 12 of 80 samples failed}. */
    String text() {
        List<Awaited> all = awaited();
        String first = all.stream().limit(MOST).map(this::words).collect(Collectors.joining(", "));
        String more = all.size() > MOST ? " and " + (all.size() - MOST) + " more" : "";
        return first + more + samples();
    }

    private String words(Awaited one) {
        long deadline = deadline();
        long left = Math.max(0, (one.until() - deadline < 0 ? one.until() : deadline) - run.ticker.nanos());
        return one.what() + " (at most " + Duration.ofNanos(left).toSeconds() + " s more)";
    }

    private long deadline() {
        return run.stops.begin() + run.plan.settings().deadline().toNanos();
    }

    private String samples() {
        long taken = 0;
        long failed = 0;
        for (StateWatch state : run.states) {
            Intervals.Total total = state.freshIntervals().total();
            taken += total.samples();
            failed += total.failed();
        }
        for (CheckWatch check : run.checks.all()) {
            Samples looks = check.series().completed();
            taken += looks.size();
            failed += looks.failed();
        }
        return taken == 0 ? "" : "; " + failed + " of " + taken + (taken == 1 ? " sample" : " samples") + " failed";
    }

    private List<Awaited> awaited() {
        List<Awaited> all = new ArrayList<>();
        switch (run.stage) {
            case SWEEP -> all.add(last("what dead runs left to be undone"));
            case PREPARE -> all.add(last("the targets to be ready"));
            case BASELINE -> baseline(all);
            case OBSERVE -> underWay(all);
            case REVERT -> reverts(all);
            case RECOVER -> recovery(all);
            case END -> {
                if (run.bodyWasLetIn() && !run.body.isEnded()) {
                    all.add(last("the end of the test body"));
                }
            }
        }
        if (all.isEmpty()) {
            all.add(last(run.stage == Stage.END ? "the evidence of what happened" : "what is under way"));
        }
        return all;
    }

    private Awaited last(String what) {
        return new Awaited(what, deadline());
    }

    private void baseline(List<Awaited> all) {
        long begin = run.stops.begin();
        long until = begin + run.plan.settings().baseline().toNanos();
        run.states.stream()
                .filter(state -> state.in(When.BEFORE) && !state.steadySince(begin))
                .forEach(state -> all.add(new Awaited(quoted(state) + " to be steady before the test", until)));
        run.door.participant().awaited().forEach(what -> all.add(last(what)));
        if (all.isEmpty()) {
            all.add(new Awaited("signals and alarms to be as they should be before the test", until));
        }
    }

    private void underWay(List<Awaited> all) {
        reverts(all);
        List<String> own = run.door.participant().awaited();
        own.forEach(what -> all.add(last(what)));
        if (own.isEmpty()) {
            run.faults.forEach(fault -> beginning(fault, all));
        }
        OptionalLong bite = run.firstBite();
        if (bite.isPresent()) {
            run.expectations.stream()
                    .filter(expectation -> !expectation.decided())
                    .forEach(expectation -> all.add(new Awaited(
                            expectation.awaited(),
                            bite.getAsLong() + expectation.within().toNanos())));
        }
        if (own.isEmpty() && run.bodyWasLetIn() && !run.body.isEnded()) {
            all.add(last("the test body"));
        }
        for (FaultRun fault : run.faults) {
            if (fault.bitten() && fault.inForce() && fault.revertBeganAt().isEmpty() && own.isEmpty()) {
                toBeDecided(fault, all);
            }
        }
    }

    private void beginning(FaultRun fault, List<Awaited> all) {
        if (fault.injectedAt().isEmpty()
                && fault.isToCome()
                && !fault.plan().delay().isZero()) {
            all.add(new Awaited(
                    "the begin of " + fault.description(), fault.timing().dueAt(run.armedAt)));
        } else if (fault.inForce() && !fault.bitten()) {
            all.add(new Awaited(
                    "the proof that " + fault.description() + " bites",
                    fault.timing().proofEndsAt()));
        }
    }

    private void toBeDecided(FaultRun fault, List<Awaited> all) {
        OptionalLong end = fault.timing().endsAt();
        if (end.isPresent() && run.expectations.isEmpty()) {
            all.add(new Awaited("the end of " + fault.description(), end.getAsLong()));
            return;
        }
        fault.window().ifPresent(window -> run.states.stream()
                .filter(state -> state.in(When.DURING) && !state.goodAgain(window))
                .forEach(state ->
                        all.add(new Awaited(quoted(state) + " to be good again", end.orElseGet(this::deadline)))));
    }

    private void reverts(List<Awaited> all) {
        List<String> own = run.stage == Stage.REVERT ? run.door.participant().awaited() : List.of();
        own.forEach(what -> all.add(last(what)));
        run.faults.stream()
                .filter(fault -> own.isEmpty())
                .filter(fault -> fault.revertBeganAt().isPresent() && !fault.reverted())
                .forEach(fault -> all.add(new Awaited(
                        fault.description() + " to be reverted",
                        fault.revertBeganAt().getAsLong()
                                + fault.plan().fault().expectedTimeToHeal().toNanos())));
    }

    private void recovery(List<Awaited> all) {
        long from = run.recovery.settledFrom;
        if (from != Long.MAX_VALUE) {
            run.states.stream()
                    .filter(state -> state.in(When.AFTER) && !state.recoveredSince(from))
                    .forEach(state -> all.add(new Awaited(
                            quoted(state) + " to recover",
                            from + state.plan().recoverWithin().toNanos())));
            run.door.participant().awaited().forEach(what -> all.add(last(what)));
        } else if (run.recovery.from != Long.MAX_VALUE) {
            run.expectations.stream()
                    .filter(expectation -> !expectation.wayBackDecided())
                    .forEach(expectation -> all.add(new Awaited(
                            "the way back of " + expectation.name(),
                            run.recovery.from + expectation.within().toNanos())));
        } else {
            all.add(last("answers to the last samples"));
        }
    }

    private static String quoted(StateWatch state) {
        return "\"" + state.plan().name() + "\"";
    }
}
