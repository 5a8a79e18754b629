package dev.reliability.experiment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An experiment while its body runs. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface RunningExperiment {

    /** Returns the experiment's title. */
    String title();

    /** Returns its attacks, in the order of their declaration. */
    List<? extends RunningAttack> attacks();

    /** Returns its expected failovers, in the order of their declaration. */
    List<? extends RunningFailover> failovers();

    /** Returns the time since the first proven bite, or empty before it. */
    Optional<Duration> sinceBite();

    /** Adds a line to the journal and the console. */
    void note(String text);

    /** An attack of a running experiment. */
    @API(status = Status.EXPERIMENTAL, since = "0.1")
    interface RunningAttack {

        /** Returns the attack's name, which is its description unless one was given. */
        String name();

        /** Returns what is done to what. */
        String description();

        /** Tells whether the fault is proven to have bitten. */
        boolean bitten();

        /**
         * Waits until the fault is proven to have bitten.
         *
         * @throws IllegalStateException if it ends without
         */
        void awaitBite();

        /** Ends the fault early. Returns when it is reverted; further calls do nothing. */
        void revert();

        /** Tells whether the fault is over. */
        boolean reverted();
    }

    /** An expected failover of a running experiment. */
    @API(status = Status.EXPERIMENTAL, since = "0.1")
    interface RunningFailover {

        /** Returns the expectation's name. */
        String name();

        /**
         * Waits until the failover is proven.
         *
         * @return when it happened
         * @throws AssertionError if it does not happen in time
         */
        FailoverResult await();

        /** Returns when it happened, or empty if it did not yet. */
        Optional<FailoverResult> result();
    }
}
