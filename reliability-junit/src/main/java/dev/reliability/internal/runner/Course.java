package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import java.time.Duration;

/** Who drives a run through its parts, and on which thread. */
interface Course {

    /**
     * Begins.
     *
     * @param over called once it is over
     */
    void begin(Runnable over);

    /** Waits until the body is to be run, or the run is over without it. {@return whether the body is to be run} */
    boolean awaitBodyMayStart();

    /**
     * Waits for the result, whoever interrupts.
     *
     * @param interrupted called when somebody does
     */
    ExperimentResult awaitResult(Runnable interrupted);

    /** Ends the run as soon as possible, whatever its body does. */
    void stop(String reason);

    /** Waits for the result, but not for long. */
    void awaitResult(Duration patience);
}
