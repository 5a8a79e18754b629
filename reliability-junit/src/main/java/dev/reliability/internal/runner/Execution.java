package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of one run in their order, on the run's own thread. What happened is left in its fields for the judge. */
final class Execution {

    static final Duration IDLE = Duration.ofMillis(250);
    static final Duration PATIENCE = Duration.ofSeconds(5);

    final ResolvedExperiment plan;
    final Ticker ticker;
    final Console console;
    final BodyState body;
    final long begin;
    final FrontDoor door;
    final List<StateWatch> states;
    final Checks checks;
    final List<FaultRun> faults;
    final List<FailoverWatch> failovers;
    final List<AlarmWatch> alarms;
    final List<Expectation> expectations;
    final Stops stops;
    final Baseline baseline;
    final Recovery recovery;

    volatile OptionalLong windowFrom = OptionalLong.empty();
    volatile OptionalLong windowTo = OptionalLong.empty();

    private final Wake wake;
    private final Runnable bodyMayStart;
    private boolean bodyLetIn;
    private boolean bodySeenEnded;

    Execution(
            ResolvedExperiment plan, FrontDoor door, Ticker ticker, Wake wake, BodyState body, Runnable bodyMayStart) {
        this.door = door;
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.body = body;
        this.bodyMayStart = bodyMayStart;
        this.begin = ticker.nanos();
        this.stops = new Stops(plan, begin, ticker, wake);
        this.console = new Console(plan.title(), ticker, door);
        this.checks = new Checks(plan, door, ticker, wake, stops::check);
        this.states = plan.steadyStates().stream()
                .filter(state -> !state.checked())
                .map(state -> new StateWatch(state, plan.attacks(), ticker, wake::signal))
                .toList();
        this.faults = plan.faults().stream()
                .map(fault -> new FaultRun(fault, ticker, wake, console, begin))
                .toList();
        String first = plan.faults().stream()
                .findFirst()
                .map(fault -> fault.fault().description())
                .orElse("");
        this.failovers = plan.failovers().stream()
                .map(failover -> new FailoverWatch(failover, ticker, wake, console, first))
                .toList();
        this.alarms = plan.alarms().stream()
                .map(alarm -> new AlarmWatch(alarm, ticker, wake, console, first))
                .toList();
        this.expectations =
                Stream.<Expectation>concat(failovers.stream(), alarms.stream()).toList();
        this.baseline = new Baseline(this, wake);
        this.recovery = new Recovery(this, wake);
    }

    /** Goes through every part; the faults are reverted whatever is thrown. */
    void run(@Nullable IntentJournal intents) {
        try {
            if (steady(intents)) {
                observe(intents);
            }
        } finally {
            revertAll(intents);
        }
        settle();
    }

    /** Goes as far as the body, where no fault is to be injected. {@return whether the body is to be run} */
    boolean untilBody() {
        boolean steady = steady(null);
        if (steady) {
            windowFrom = OptionalLong.of(ticker.nanos());
            bodyLetIn = true;
            checks.startDuring();
        }
        return steady;
    }

    /** Goes on after the body, where no fault was injected. */
    void afterBody() {
        revertAll(null);
        settle();
    }

    private boolean steady(@Nullable IntentJournal intents) {
        states.forEach(StateWatch::start);
        stops.start();
        door.entered(When.BEFORE);
        return prepare(intents) && baseline.holds();
    }

    private void settle() {
        recovery.awaitPendingSamples();
        if (!stops.stopped() && windowFrom.isPresent()) {
            recovery.await();
        }
    }

    void close() {
        states.forEach(StateWatch::close);
        checks.close();
        expectations.forEach(Expectation::close);
        stops.close();
    }

    private boolean prepare(@Nullable IntentJournal intents) {
        if (intents != null && !stops.check()) {
            faults.stream().takeWhile(fault -> !failedToBite()).forEach(fault -> fault.prepare(intents));
        }
        return !failedToBite();
    }

    private void observe(@Nullable IntentJournal intents) {
        long armedAt = ticker.nanos();
        if (faults.isEmpty()) {
            windowFrom = OptionalLong.of(armedAt);
            letBodyIn();
        }
        expectations.forEach(Expectation::armed);
        while (true) {
            long mark = wake.mark();
            if (intents != null) {
                faults.stream().filter(fault -> fault.dueBy(armedAt)).forEach(fault -> fault.inject(intents));
            }
            if (!bodySeenEnded && body.isEnded()) {
                bodySeenEnded = true;
                faults.forEach(FaultRun::lookNow);
            }
            faults.forEach(FaultRun::look);
            faults.forEach(FaultRun::checkLost);
            openWindow();
            if (!bodyLetIn && faults.stream().allMatch(FaultRun::letsBodyStart)) {
                letBodyIn();
            }
            if (stops.check() || failedToBite()) {
                return;
            }
            endFaults(intents);
            if (finished()) {
                return;
            }
            long attention = faults.stream()
                    .filter(fault -> !fault.reverted())
                    .mapToLong(fault -> fault.attentionAt(armedAt))
                    .min()
                    .orElse(Long.MAX_VALUE);
            wake.awaitAfter(mark, Math.min(attention, ticker.nanos() + IDLE.toNanos()));
        }
    }

    private void openWindow() {
        if (windowFrom.isPresent()) {
            return;
        }
        faults.stream()
                .map(FaultRun::bittenAt)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min()
                .ifPresent(at -> {
                    windowFrom = OptionalLong.of(at);
                    expectations.forEach(expectation -> expectation.watchFrom(at));
                });
    }

    private void letBodyIn() {
        bodyLetIn = true;
        checks.startDuring();
        bodyMayStart.run();
    }

    private boolean failedToBite() {
        return faults.stream()
                .anyMatch(fault ->
                        fault.injectionFailure().isPresent() || fault.lost().isPresent() || fault.unproven());
    }

    private void endFaults(@Nullable IntentJournal intents) {
        boolean enough = enough();
        boolean over = bodySeenEnded && door.over();
        for (FaultRun fault : faults) {
            boolean ends = fault.bitten() && enough && endsWhenEnough(fault);
            if (fault.inForce() && (ends || over || fault.expired() || fault.revertWanted())) {
                end(fault, intents);
            }
        }
    }

    /** With expectations any fault ends as soon as they are decided; without, only one that has no duration. */
    private boolean endsWhenEnough(FaultRun fault) {
        return !expectations.isEmpty() || fault.plan().duration().isEmpty();
    }

    private void end(FaultRun fault, @Nullable IntentJournal intents) {
        boolean last = faults.stream().allMatch(other -> other == fault || other.reverted());
        if (last && windowTo.isEmpty()) {
            windowTo = OptionalLong.of(ticker.nanos());
        }
        if (last) {
            finishChecks();
        }
        fault.revert(intents);
    }

    /** Tells whether the body is done, every expectation decided and every steady state sampled often enough. */
    private boolean enough() {
        if (!body.isEnded() || windowFrom.isEmpty()) {
            return false;
        }
        return expectations.stream().allMatch(Expectation::decided) && sampledEnough();
    }

    private boolean sampledEnough() {
        long from = windowFrom.orElse(Long.MAX_VALUE);
        return states.stream()
                        .filter(state -> state.in(When.DURING))
                        .allMatch(state -> state.completed(from, ticker.nanos()) >= Judge.LEAST_SAMPLES)
                && checks.enoughDuring();
    }

    private boolean finished() {
        boolean faultsOver = faults.stream().allMatch(FaultRun::reverted);
        return faultsOver && body.isEnded() && expectations.stream().allMatch(Expectation::decided);
    }

    /** The body is done, or the run is stopped: the last looks before anything is undone. */
    private void finishChecks() {
        boolean injected =
                faults.stream().allMatch(fault -> fault.injectionFailure().isEmpty());
        checks.finish(bodyLetIn && body.isEnded() && injected);
    }

    private void revertAll(@Nullable IntentJournal intents) {
        if (windowFrom.isPresent() && windowTo.isEmpty()) {
            windowTo = OptionalLong.of(faults.isEmpty() && body.isEnded() ? body.endedAt() : ticker.nanos());
        }
        finishChecks();
        List<FaultRun> latestFirst = new ArrayList<>(faults);
        Collections.reverse(latestFirst);
        RuntimeException failure = null;
        for (FaultRun fault : latestFirst) {
            try {
                fault.revert(intents);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (stops.stopped()) {
            body.interrupt();
        }
        expectations.stream().filter(expectation -> !expectation.decided()).forEach(Expectation::close);
        if (failure != null) {
            throw failure;
        }
    }
}
