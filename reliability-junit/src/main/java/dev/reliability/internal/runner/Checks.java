package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The steady states of a run that are looked at before, while and after the body, and after the revert. A stop ends every wait. */
final class Checks {

    private final List<CheckWatch> all;
    private final Participant participant;
    private final Ticker ticker;
    private final Wake wake;
    private final BooleanSupplier stopped;
    private final long until;
    private boolean over;

    Checks(ResolvedExperiment plan, Participant participant, Ticker ticker, Wake wake, BooleanSupplier stopped) {
        this.participant = participant;
        this.ticker = ticker;
        this.wake = wake;
        this.stopped = stopped;
        this.until = ticker.nanos()
                + plan.settings().deadline().plus(Execution.PATIENCE).toNanos();
        this.all = plan.steadyStates().stream()
                .filter(SteadyState::checked)
                .map(state -> new CheckWatch(state, ticker, wake::signal))
                .toList();
    }

    List<CheckWatch> all() {
        return all;
    }

    /** Looks before anything is injected; says what does not hold. */
    List<String> before() {
        lookAt(When.BEFORE);
        List<String> sick = new ArrayList<>();
        for (CheckWatch check : all) {
            check.before()
                    .filter(sample -> !sample.good())
                    .ifPresent(sample -> sick.add("\"" + check.plan().name() + "\" was not steady before the test ("
                            + CheckWatch.words(sample) + ")"));
        }
        return sick;
    }

    /** The body is about to begin. */
    void startDuring() {
        participant.entered(When.DURING);
        all.stream().filter(check -> check.in(When.DURING)).forEach(CheckWatch::startDuring);
    }

    /** Tells whether enough looks were taken from a moment on. */
    boolean enoughSince(long from) {
        return all.stream().filter(check -> check.in(When.DURING)).allMatch(check -> check.enoughSince(from));
    }

    /**
     * Takes the last looks; further calls do nothing.
     *
     * @param bodyIsDone whether there is an end of the body to look at
     */
    void finish(boolean bodyIsDone) {
        if (over) {
            return;
        }
        over = true;
        for (CheckWatch check : all) {
            check.stopDuring();
            awaitLook(check);
        }
        if (bodyIsDone && !stopped.getAsBoolean() && participant.checksAfter()) {
            participant.entered(When.AFTER);
            lookAt(When.AFTER);
        }
        if (stopped.getAsBoolean()) {
            close();
        }
    }

    /**
     * Looks once everything is undone, and again until all hold or their time since then is over. What broke before is looked at
     * once: it is decided, and only what it left is still to be told.
     */
    void recover(long undoneAt) {
        for (CheckWatch check : all) {
            Duration patience = check.plan().recoverWithin();
            if (patience.isZero() || !check.in(When.DURING) && !check.in(When.AFTER)) {
                continue;
            }
            long end = undoneAt + (check.broke() ? 0 : patience.toNanos());
            long every = check.plan().every().toNanos();
            do {
                check.checkRecovery();
                awaitLook(check);
            } while (check.recovered().filter(sample -> !sample.good()).isPresent()
                    && ticker.nanos() + every - end < 0
                    && !wake.awaitUntil(stopped, ticker.nanos() + every, Execution.IDLE));
        }
    }

    private void lookAt(When part) {
        for (CheckWatch check : all) {
            if (check.in(part) && !stopped.getAsBoolean()) {
                check.checkOnce(part);
                awaitLook(check);
            }
        }
    }

    private void awaitLook(CheckWatch check) {
        wake.awaitUntil(() -> !check.underWay() || stopped.getAsBoolean(), until, Execution.IDLE);
    }

    void close() {
        all.forEach(CheckWatch::close);
    }
}
