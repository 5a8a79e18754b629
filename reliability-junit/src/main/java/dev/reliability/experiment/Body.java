package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What is done while the faults are in force. */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Body {

    /**
     * Runs.
     *
     * @throws Throwable fails the experiment; an {@link org.opentest4j.TestAbortedException} makes it inconclusive
     */
    void run() throws Throwable;

    /** A body that can see and steer the running experiment. */
    @FunctionalInterface
    interface Steering {

        /**
         * Runs.
         *
         * @param run the running experiment
         * @throws Throwable as {@link Body#run()}
         */
        void run(RunningExperiment run) throws Throwable;
    }
}
