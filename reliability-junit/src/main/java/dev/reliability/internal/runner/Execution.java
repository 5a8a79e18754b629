package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    final Hearing hearing = new Hearing();

    /** Where it stands, for whoever looks on from another thread. */
    volatile Stage stage = Stage.SWEEP;

    /** When everything was ready for the faults. */
    volatile long armedAt;

    private final Wake wake;
    private final Runnable bodyMayStart;
    private final Purpose purpose = new Purpose(this);
    private final Endings endings = new Endings(this, purpose);
    private volatile OptionalLong bodyLetInAt = OptionalLong.empty();
    private boolean bodySeenEnded;
    private boolean counting;

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
        this.console = new Console(plan.title(), ticker, door.display());
        this.checks = new Checks(plan, door.participant(), ticker, wake, stops::check);
        this.states = plan.steadyStates().stream()
                .filter(state -> !state.checked())
                .map(state -> new StateWatch(state, plan.attacks(), ticker, wake::signal))
                .toList();
        this.faults = plan.faults().stream()
                .map(fault -> new FaultRun(fault, ticker, wake, console))
                .toList();
        this.failovers = plan.failovers().stream()
                .map(failover -> new FailoverWatch(failover, ticker, wake, console))
                .toList();
        this.alarms = plan.alarms().stream()
                .map(alarm -> new AlarmWatch(alarm, ticker, wake, console))
                .toList();
        this.expectations =
                Stream.<Expectation>concat(failovers.stream(), alarms.stream()).toList();
        this.states.forEach(state -> stops.watch(state::limit));
        this.checks.all().forEach(check -> stops.watch(check::limit));
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
            stage = Stage.REVERT;
            endings.revertAll(intents);
        }
        settle();
    }

    /** Goes as far as the body, where no fault is to be injected. {@return whether the body is to be run} */
    boolean untilBody() {
        boolean steady = steady(null);
        if (steady) {
            stage = Stage.OBSERVE;
            bodyLetInAt = OptionalLong.of(ticker.nanos());
            checks.startDuring();
        }
        return steady;
    }

    /** Goes on after the body, where no fault was injected. */
    void afterBody() {
        stage = Stage.REVERT;
        endings.revertAll(null);
        settle();
    }

    private boolean steady(@Nullable IntentJournal intents) {
        stage = Stage.PREPARE;
        // what is sampled from here on counts for the baseline, which begins with the clock of the stops
        stops.start();
        states.forEach(StateWatch::start);
        door.participant().entered(When.BEFORE);
        if (!prepare(intents)) {
            return false;
        }
        stage = Stage.BASELINE;
        return baseline.holds();
    }

    private void settle() {
        stage = Stage.RECOVER;
        recovery.awaitPendingSamples();
        if (!stops.stopped() && firstBite().isPresent()) {
            recovery.await();
        }
        // what fired since the last look is not to be missed
        stops.check();
    }

    void close() {
        states.forEach(StateWatch::close);
        checks.close();
        expectations.forEach(Expectation::close);
        expectations.forEach(Expectation::awaitHistory);
        stops.close();
    }

    private boolean prepare(@Nullable IntentJournal intents) {
        if (intents != null && !stops.check()) {
            faults.stream().takeWhile(fault -> !failedToBite()).forEach(fault -> fault.prepare(intents));
        }
        return !failedToBite();
    }

    private void observe(@Nullable IntentJournal intents) {
        armedAt = ticker.nanos();
        stage = Stage.OBSERVE;
        if (faults.isEmpty()) {
            letBodyIn();
        }
        expectations.forEach(Expectation::armed);
        while (true) {
            long mark = wake.mark();
            purpose.look();
            if (intents != null && !purpose.broken()) {
                List<FaultRun> due =
                        faults.stream().filter(fault -> fault.dueBy(armedAt)).toList();
                if (!baseline.stillHolds(due)) {
                    return;
                }
                due.forEach(fault -> fault.inject(intents));
            }
            if (!bodySeenEnded && body.isEnded()) {
                bodySeenEnded = true;
                faults.forEach(FaultRun::lookNow);
            }
            faults.forEach(FaultRun::look);
            faults.forEach(FaultRun::checkLost);
            countFromFirstBite();
            if (bodyLetInAt.isEmpty() && faults.stream().allMatch(FaultRun::letsBodyStart)) {
                letBodyIn();
            }
            if (stops.check() || failedToBite()) {
                return;
            }
            endings.look(intents, bodySeenEnded && door.participant().over());
            if (endings.finished()) {
                return;
            }
            long attention = faults.stream()
                    .filter(endings::isToCome)
                    .mapToLong(fault -> fault.attentionAt(armedAt))
                    .min()
                    .orElse(Long.MAX_VALUE);
            wake.awaitAfter(mark, Math.min(attention, ticker.nanos() + IDLE.toNanos()));
        }
    }

    /** Returns when the first fault bit, or the body began where there is none. */
    OptionalLong firstBite() {
        return stretch().map(Window::bitten).orElse(OptionalLong.empty());
    }

    /** Returns the time from the first injection to the last revert, or that of the body where there is no fault. */
    Optional<Window> stretch() {
        if (faults.isEmpty()) {
            long to = body.isEnded() ? body.endedAt() : ticker.nanos();
            return bodyLetInAt.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Window(bodyLetInAt.getAsLong(), bodyLetInAt, to));
        }
        return faults.stream().flatMap(fault -> fault.window().stream()).reduce(Window::and);
    }

    private void countFromFirstBite() {
        if (counting) {
            return;
        }
        for (FaultRun fault : faults) {
            if (!counting && fault.bitten()) {
                counting = true;
                expectations.forEach(
                        expectation -> expectation.watchFrom(fault.bittenAt().getAsLong(), fault.description()));
            }
        }
    }

    boolean bodyWasLetIn() {
        return bodyLetInAt.isPresent();
    }

    private void letBodyIn() {
        bodyLetInAt = OptionalLong.of(ticker.nanos());
        checks.startDuring();
        bodyMayStart.run();
    }

    private boolean failedToBite() {
        return faults.stream()
                .anyMatch(fault -> fault.injectionFailure().isPresent()
                        || fault.alreadySo().isPresent()
                        || fault.lost().isPresent()
                        || fault.unproven());
    }
}
