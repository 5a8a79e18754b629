package dev.reliability.internal.runner;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.RunningExperiment;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A run that has begun. Whoever brings the test body waits until it may start, says how it ended, and waits for the result;
 * faults are watched and reverted on a thread of the run's own, which nobody interrupts.
 */
public final class Run implements RunningExperiment {

    private final Execution execution;
    private final BodyState body;
    private final Wake wake;
    private final Course course;
    private final List<AttackHandle> attacks;

    Run(Execution execution, BodyState body, Wake wake, Course course) {
        this.execution = execution;
        this.body = body;
        this.wake = wake;
        this.course = course;
        this.attacks = execution.faults.stream()
                .map(fault -> new AttackHandle(fault, execution.ticker, wake))
                .toList();
    }

    /**
     * Waits until the faults are in force, or the run is over before.
     *
     * @return whether the body is to be run, on this thread unless {@link #bodyRunsHere()} says otherwise
     */
    public boolean awaitBodyMayStart() {
        boolean start = course.awaitBodyMayStart();
        if (start) {
            HttpClients.recordCalls();
            body.began(Thread.currentThread());
        }
        return start;
    }

    /** Says that the body runs on this thread. */
    public void bodyRunsHere() {
        body.began(Thread.currentThread());
    }

    /** Says that the body ended, normally if nothing is given. The first call counts. */
    public void bodyEnded(@Nullable Throwable thrown) {
        body.ended(thrown, execution.ticker.nanos());
        wake.signal();
    }

    /** Runs a body on this thread as soon as it may start, and waits for the result. */
    public ExperimentResult carryOut(Body.Steering body) {
        if (awaitBodyMayStart()) {
            play(body);
        }
        return awaitResult();
    }

    /** Waits for the result. */
    public ExperimentResult awaitResult() {
        return course.awaitResult(() -> {});
    }

    /** Waits for the result; an interrupt ends the run. */
    ExperimentResult awaitResultOrInterrupt() {
        return course.awaitResult(() -> stop("an interrupt of the thread that waits for it"));
    }

    /** Runs a body on this thread, which the run neither interrupts nor keeps from other experiments unless it was told of it. */
    void play(Body.Steering body) {
        try {
            body.run(this);
            bodyEnded(null);
        } catch (Throwable thrown) {
            bodyEnded(thrown);
        }
    }

    /** Returns what a body may see and steer. */
    public RunningExperiment handle() {
        return this;
    }

    void stop(String reason) {
        course.stop(reason);
    }

    void awaitResult(Duration patience) {
        course.awaitResult(patience);
    }

    @Override
    public String title() {
        return execution.plan.title();
    }

    @Override
    public List<? extends RunningAttack> attacks() {
        return attacks;
    }

    @Override
    public List<? extends RunningFailover> failovers() {
        return execution.failovers;
    }

    @Override
    public Optional<Duration> sinceBite() {
        OptionalLong bite = execution.firstBite();
        return bite.isPresent()
                ? Optional.of(Duration.ofNanos(execution.ticker.nanos() - bite.getAsLong()))
                : Optional.empty();
    }

    @Override
    public void note(String text) {
        execution.console.note(text);
    }
}
