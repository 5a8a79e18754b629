package dev.reliability.k8s.internal.policy;

import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where connections are tried, as {@code target.NAME.probe} says: {@code 5432, db.example:5432}.
 *
 * @param ports ports of whatever is cut off
 * @param hosts places of their own
 */
record Probes(List<Integer> ports, List<HostPort> hosts) {

    /** A place to connect to. */
    record HostPort(String host, int port) {}

    static Probes read(Optional<String> text, String attribute, List<Problem> problems) {
        List<Integer> ports = new ArrayList<>();
        List<HostPort> hosts = new ArrayList<>();
        for (String word : text.orElse("").split(",", -1)) {
            String entry = word.strip();
            if (entry.isEmpty()) {
                continue;
            }
            int colon = entry.lastIndexOf(':');
            String host = entry.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            PortRange port = port(entry.substring(colon + 1));
            boolean named = AddressRange.looksLike(host) || host.matches("[A-Za-z0-9_][A-Za-z0-9._-]*");
            if (port == null || colon >= 0 && !named) {
                problems.add(Problem.of(attribute + ": '" + entry + "' is neither a port nor HOST:PORT"));
            } else if (colon < 0) {
                ports.add(port.first());
            } else {
                hosts.add(new HostPort(host, port.first()));
            }
        }
        return new Probes(List.copyOf(ports), List.copyOf(hosts));
    }

    private static @org.jspecify.annotations.Nullable PortRange port(String text) {
        try {
            PortRange range = PortRange.parse(text);
            return range.first() == range.last() ? range : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
