package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The kinds of faults that annotations of this library ask for, as reports call them. A back end supports those that it can
 * prove, and refuses others by name; a team's own fault has a kind of its own.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FaultKind {

    /** Packets to and from a {@link Selection} vanish. */
    public static final String BLACKHOLE = "blackhole";

    /** What is sent to a {@link Selection} comes later, by {@link FaultAttribute#LATENCY} and {@link FaultAttribute#JITTER}. */
    public static final String LATENCY = "latency";

    /** A share of the packets to a {@link Selection} is lost, {@link FaultAttribute#PERCENT}. */
    public static final String PACKET_LOSS = "packet loss";

    /** Questions to resolvers are not answered. */
    public static final String DNS_OUTAGE = "dns outage";

    /** The target is taken off a network, {@link FaultAttribute#NETWORK}. */
    public static final String NETWORK_DISCONNECT = "network disconnect";

    /** The target is down, and comes back by itself ({@link FaultAttribute#REBOOT}) or at the revert. */
    public static final String SHUTDOWN = "shutdown";

    /** Processes of the target get a signal: {@link FaultAttribute#PROCESS}, {@link FaultAttribute#SIGNAL}. */
    public static final String PROCESS_KILL = "process kill";

    /** The target's processors are busy: {@link FaultAttribute#CORES}, {@link FaultAttribute#PERCENT}. */
    public static final String CPU_LOAD = "cpu load";

    private FaultKind() {}
}
