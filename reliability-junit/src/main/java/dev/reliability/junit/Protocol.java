package dev.reliability.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The protocols that a network fault affects. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Protocol {
    /** Every protocol. */
    ALL,
    /** TCP only. */
    TCP,
    /** UDP only. */
    UDP,
    /** ICMP and ICMPv6 only. */
    ICMP
}
