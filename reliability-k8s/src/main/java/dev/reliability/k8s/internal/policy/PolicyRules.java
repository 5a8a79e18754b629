package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The specification of a NetworkPolicy: the API knows only what is allowed (Kubernetes, Concepts, "Network Policies"), so this is the
 * complement of what is cut off.
 */
final class PolicyRules {

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final int HIGHEST = 65_535;
    private static final int DNS = 53;

    private PolicyRules() {}

    /** Returns the specification for the pods that carry the label of a fault. */
    static Map<String, Object> spec(String id, Cut.All all) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", Map.of("matchLabels", Map.of(Marks.LABEL, id)));
        // ports are those of the other side, which a rule for incoming connections cannot name
        spec.put("policyTypes", all.narrow() ? List.of("Egress") : List.of("Egress", "Ingress"));
        spec.put("egress", egress(all));
        if (!all.narrow()) {
            List<Map<String, Object>> from = new ArrayList<>(others(all));
            from.addAll(blocks(all.spared()));
            spec.put("ingress", from.isEmpty() ? List.of() : List.of(Map.of("from", from)));
        }
        return spec;
    }

    private static List<Map<String, Object>> egress(Cut.All all) {
        List<Map<String, Object>> rules = new ArrayList<>();
        List<Map<String, Object>> whole = new ArrayList<>(others(all));
        whole.addAll(blocks(all.spared()));
        if (!whole.isEmpty()) {
            rules.add(Map.of("to", whole));
        }
        if (all.everywhere()) {
            if (all.narrow()) {
                rules.add(Map.of("ports", passing(all.ports(), all)));
            }
            // who cannot resolve names does not get as far as a connection
            rules.add(Map.of("ports", List.of(port("UDP", DNS, DNS), port("TCP", DNS, DNS))));
            return rules;
        }
        Map<List<PortRange>, List<AddressRange>> byPorts = new LinkedHashMap<>();
        for (Cut cut : all.cuts()) {
            if (!cut.ports().isEmpty() || all.narrow()) {
                byPorts.computeIfAbsent(cut.ports(), any -> new ArrayList<>()).add(cut.range());
            }
        }
        byPorts.forEach((ports, ranges) -> rules.add(Map.of("to", blocks(ranges), "ports", passing(ports, all))));
        return rules;
    }

    /** Everybody who is not named. */
    private static List<Map<String, Object>> others(Cut.All all) {
        if (all.everywhere()) {
            return List.of();
        }
        List<Map<String, Object>> others = new ArrayList<>();
        List<String> v4 = new ArrayList<>();
        List<String> v6 = new ArrayList<>();
        all.cuts().forEach(cut -> (cut.range().v4() ? v4 : v6).add(text(cut.range())));
        others.add(block("0.0.0.0/0", v4.stream().distinct().toList()));
        others.add(block("::/0", v6.stream().distinct().toList()));
        // to some plugins no block of addresses is a pod
        others.add(
                all.namespacesOfPods().isEmpty()
                        ? Map.of("namespaceSelector", Map.of())
                        : Map.of(
                                "namespaceSelector",
                                Map.of(
                                        "matchExpressions",
                                        List.of(Map.of(
                                                "key",
                                                NAMESPACE_NAME,
                                                "operator",
                                                "NotIn",
                                                "values",
                                                all.namespacesOfPods())))));
        return others;
    }

    private static List<Map<String, Object>> blocks(List<AddressRange> ranges) {
        return ranges.stream()
                .distinct()
                .map(range -> block(text(range), List.of()))
                .toList();
    }

    private static Map<String, Object> block(String range, List<String> except) {
        return Map.of("ipBlock", except.isEmpty() ? Map.of("cidr", range) : Map.of("cidr", range, "except", except));
    }

    /** The API takes no address without a prefix. */
    private static String text(AddressRange range) {
        return range.single() ? range + (range.v4() ? "/32" : "/128") : range.toString();
    }

    /** What passes where these ports are cut off. */
    private static List<Map<String, Object>> passing(List<PortRange> ports, Cut.All all) {
        List<Map<String, Object>> passing = new ArrayList<>();
        for (PortRange range : complement(ports, all.sparedPorts())) {
            passing.add(port("TCP", range.first(), range.last()));
            if (all.protocol() != Protocol.TCP) {
                passing.add(port("UDP", range.first(), range.last()));
            }
        }
        if (all.protocol() == Protocol.TCP) {
            passing.add(Map.of("protocol", "UDP"));
        }
        passing.add(Map.of("protocol", "SCTP"));
        return passing;
    }

    /** The ports that are not among some, all if these are none, or are spared. */
    static List<PortRange> complement(List<PortRange> ports, List<PortRange> spared) {
        List<PortRange> cut = ports.isEmpty() ? List.of(new PortRange(1, HIGHEST)) : ports;
        List<PortRange> free = new ArrayList<>(spared);
        int next = 1;
        for (PortRange range :
                cut.stream().sorted(Comparator.comparingInt(PortRange::first)).toList()) {
            if (range.first() > next) {
                free.add(new PortRange(next, range.first() - 1));
            }
            next = Math.max(next, range.last() + 1);
        }
        if (next <= HIGHEST) {
            free.add(new PortRange(next, HIGHEST));
        }
        return free;
    }

    private static Map<String, Object> port(String protocol, int first, int last) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("protocol", protocol);
        port.put("port", first);
        if (last > first) {
            port.put("endPort", last);
        }
        return port;
    }
}
