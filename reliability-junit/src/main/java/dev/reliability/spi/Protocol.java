package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Which packets a fault means. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Protocol {
    /** Every protocol; with ports, TCP and UDP. */
    ALL,
    /** TCP alone. */
    TCP,
    /** UDP alone. */
    UDP,
    /** ICMP and ICMPv6 alone; they have no ports. */
    ICMP
}
