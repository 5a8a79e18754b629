package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A failover that is expected: a signal that names one side must name another soon after the fault bit.
 *
 * @param signal name or address of the signal
 * @param from name of the target that serves before the fault
 * @param to name of the target that must serve after it
 * @param within how long after the proven bite it may take
 * @param failback whether the first side must serve again after the revert
 * @param name name of the expectation; empty for the signal's
 * @param place where it was asked for
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FailoverSpec(
        String signal, String from, String to, String within, boolean failback, String name, Place place) {

    /** A failover of a signal from one target to another. */
    public static FailoverSpec of(String signal, String from, String to, String within) {
        return new FailoverSpec(signal, from, to, within, false, "", new Place("failover", ""));
    }
}
