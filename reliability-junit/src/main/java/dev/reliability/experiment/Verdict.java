package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** How an experiment ended. A later constant outranks an earlier one. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Verdict {
    /** Every hypothesis held, every fault bit and was undone. */
    PASSED,
    /** A hypothesis broke: a steady state, a failover, an alarm or the test body. */
    FAILED,
    /** Nothing was proven: a sick baseline, a fault without effect, too few samples, an assumption not met. */
    INCONCLUSIVE,
    /** A stop condition, a guard or the deadline ended it. */
    ABORTED,
    /** The tool failed: could not inject, could not revert, or something is left. */
    ERROR;

    /** Returns the one of the two that outranks the other. */
    public Verdict or(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
