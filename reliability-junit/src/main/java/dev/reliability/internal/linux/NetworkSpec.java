package dev.reliability.internal.linux;

import java.time.Duration;
import java.util.List;

/**
 * A network fault as it is asked for.
 *
 * @param kind what happens to the packets
 * @param hosts host names, resolved on the target; {@code ^} excludes
 * @param addresses IP addresses and CIDR blocks; {@code ^} excludes
 * @param ports remote ports or ranges such as {@code 8000-8100}; none means all; {@code ^} excludes
 * @param protocol which packets
 * @param percent share of packets lost, for {@link Kind#LOSS}; above 0, at most 100, two decimals
 * @param duration hard cap, enforced in the target's kernel
 * @param lease how long the fault lives without a sign of life from here
 * @param resolveEvery how often the target resolves the hosts again
 */
public record NetworkSpec(
        Kind kind,
        List<String> hosts,
        List<String> addresses,
        List<String> ports,
        Protocol protocol,
        double percent,
        Duration duration,
        Duration lease,
        Duration resolveEvery) {

    /** What happens to the packets. */
    public enum Kind {
        /** Dropped in both directions. */
        BLACKHOLE,
        /** A share of the packets towards the hosts is dropped. */
        LOSS,
        /** Questions to resolvers are dropped (ports 53 and 853). */
        DNS
    }

    /** Which packets. */
    public enum Protocol {
        /** Every protocol; with ports, TCP and UDP. */
        ALL,
        /** TCP only. */
        TCP,
        /** UDP only. */
        UDP,
        /** ICMP and ICMPv6 only; has no ports. */
        ICMP
    }

    /** Copies the lists. */
    public NetworkSpec {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }

    /** Nothing selected yet: a minute, with a lease of five seconds, resolved every three. */
    public static NetworkSpec of(Kind kind) {
        return new NetworkSpec(
                kind,
                List.of(),
                List.of(),
                List.of(),
                Protocol.ALL,
                100,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3));
    }

    /** The same for these hosts. */
    public NetworkSpec withHosts(String... newHosts) {
        return new NetworkSpec(
                kind, List.of(newHosts), addresses, ports, protocol, percent, duration, lease, resolveEvery);
    }

    /** The same for these addresses. */
    public NetworkSpec withAddresses(List<String> newAddresses) {
        return new NetworkSpec(kind, hosts, newAddresses, ports, protocol, percent, duration, lease, resolveEvery);
    }

    /** The same for these ports. */
    public NetworkSpec withPorts(Protocol newProtocol, String... newPorts) {
        return new NetworkSpec(
                kind, hosts, addresses, List.of(newPorts), newProtocol, percent, duration, lease, resolveEvery);
    }

    /** The same with this share lost. */
    public NetworkSpec withPercent(double newPercent) {
        return new NetworkSpec(kind, hosts, addresses, ports, protocol, newPercent, duration, lease, resolveEvery);
    }

    /** The same with other times. */
    public NetworkSpec withTimes(Duration newDuration, Duration newLease, Duration newResolveEvery) {
        return new NetworkSpec(
                kind, hosts, addresses, ports, protocol, percent, newDuration, newLease, newResolveEvery);
    }
}
