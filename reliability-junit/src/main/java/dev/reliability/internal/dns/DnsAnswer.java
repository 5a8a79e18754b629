package dev.reliability.internal.dns;

import java.net.InetAddress;
import java.util.List;

/**
 * What name servers said of a name.
 *
 * @param addresses its addresses, at least one
 * @param aliases the names that it is an alias of, without the dot at their end
 * @param ttlSeconds how long the answer may be kept: the least of all records
 * @param servers who answered
 * @param silent what the servers said that gave no answer
 */
public record DnsAnswer(
        List<InetAddress> addresses, List<String> aliases, long ttlSeconds, List<String> servers, List<String> silent) {

    /** Copies the lists. */
    public DnsAnswer {
        addresses = List.copyOf(addresses);
        aliases = List.copyOf(aliases);
        servers = List.copyOf(servers);
        silent = List.copyOf(silent);
    }
}
