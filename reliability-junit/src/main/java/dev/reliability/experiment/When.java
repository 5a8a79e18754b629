package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The parts of an experiment in which a steady state is looked at. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum When {
    /** Before any fault: the baseline that must hold, or nothing is injected. */
    BEFORE,
    /** From the proven bite of the fault to the beginning of its revert. */
    DURING,
    /** After the revert: the recovery. */
    AFTER
}
