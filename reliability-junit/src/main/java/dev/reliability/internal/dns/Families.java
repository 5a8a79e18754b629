package dev.reliability.internal.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/** Which of IPv4 and IPv6 is used, and which of them first: what the JVM was told for all its connections. */
final class Families {

    private Families() {}

    static boolean v6() {
        return !Boolean.getBoolean("java.net.preferIPv4Stack");
    }

    /** Brings addresses into the order in which they are tried; the order within a family stays. */
    static List<InetAddress> ordered(List<InetAddress> addresses) {
        String first = System.getProperty("java.net.preferIPv6Addresses", "false");
        if (first.equalsIgnoreCase("system")) {
            return List.copyOf(addresses);
        }
        boolean v6First = Boolean.parseBoolean(first);
        return addresses.stream()
                .filter(address -> v6() || address instanceof Inet4Address)
                .sorted(Comparator.comparing(address -> address instanceof Inet4Address == v6First))
                .toList();
    }
}
