package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The steady states of a run that are looked at once before, while, and once after the body. A stop ends every wait. */
final class Checks {

    private final List<CheckWatch> all;
    private final FrontDoor door;
    private final Wake wake;
    private final BooleanSupplier stopped;
    private final long until;
    private boolean over;

    Checks(ResolvedExperiment plan, FrontDoor door, Ticker ticker, Wake wake, BooleanSupplier stopped) {
        this.door = door;
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
        door.entered(When.DURING);
        all.stream().filter(check -> check.in(When.DURING)).forEach(CheckWatch::startDuring);
    }

    boolean enoughDuring() {
        return all.stream()
                .filter(check -> check.in(When.DURING))
                .allMatch(check -> check.during().size() >= Judge.LEAST_SAMPLES);
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
        if (bodyIsDone && !stopped.getAsBoolean() && door.checksAfter()) {
            door.entered(When.AFTER);
            lookAt(When.AFTER);
        }
        if (stopped.getAsBoolean()) {
            close();
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
