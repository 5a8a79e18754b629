package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Names of the attributes in a {@link FaultRequest} that faults of this library have. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FaultAttribute {

    /** List: host names; {@code ^} excludes. Read by {@link Selection}. */
    public static final String HOSTS = "hosts";

    /** List: IP addresses and CIDR blocks; {@code ^} excludes. Read by {@link Selection}. */
    public static final String ADDRESSES = "addresses";

    /** List: ports and ranges of ports; {@code ^} excludes. Read by {@link Selection}. */
    public static final String PORTS = "ports";

    /** Text: a {@link Protocol}. Read by {@link Selection}. */
    public static final String PROTOCOL = "protocol";

    /** Text: name of a network; absent for the only one. */
    public static final String NETWORK = "network";

    /** Time: how much later something comes. */
    public static final String LATENCY = "latency";

    /** Time: by how much that varies. */
    public static final String JITTER = "jitter";

    /** Percentage: of packets lost, or of load on each processor. */
    public static final String PERCENT = "percent";

    /** Number: processors that are kept busy; absent for all. */
    public static final String CORES = "cores";

    /** Flag: whether the target comes back at once. */
    public static final String REBOOT = "reboot";

    /**
     * Flag: whether somebody else may bring the target back while the fault lasts, as what keeps a number of replicas does. Without
     * it, a target that was started again was not under the fault any more.
     */
    public static final String REPLACED = "replaced";

    /** Text: what the command line of a process must match; absent for the target itself. */
    public static final String PROCESS = "process";

    /** Text: name of a signal, such as {@code KILL}. */
    public static final String SIGNAL = "signal";

    /** Time: after which the signal is sent again; absent for once. */
    public static final String REPEAT_EVERY = "repeatEvery";

    private FaultAttribute() {}
}
