package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The entries of a selection one by one: which were hit, and what is said of those that were not. A host is one entry, whatever
 * addresses it has, and so are an address, a CIDR block, a port and a range of ports.
 */
final class Entries {

    private final NetworkPlan plan;
    private final NetworkSpec spec;
    private final Selection selection;

    Entries(NetworkPlan plan) {
        this.plan = plan;
        this.spec = plan.spec();
        this.selection = spec.selection();
    }

    /** What was asked for and not hit so far, a clause each. */
    List<String> missed(Hits hits, List<String> found) {
        List<String> missed = new ArrayList<>();
        places(found).forEach((place, ranges) -> {
            if (!hit(hits.packets(), ranges) && !hit(hits.passed(), ranges)) {
                missed.add(noTraffic(hits, place, ranges));
            }
        });
        if (selection.ports().size() > 1) {
            selection.ports().stream()
                    .filter(port ->
                            hits.ports().keySet().stream().noneMatch(one -> port.contains(PortRange.parse(one))))
                    .forEach(port -> missed.add("no traffic went to" + byProtocol() + Ports.words(List.of(port))));
        }
        return missed;
    }

    /** Why nothing was dropped. */
    String noTraffic(Hits hits, List<String> found) {
        if (spec.kind() == Kind.DNS) {
            return "no question went to a resolver";
        }
        long passed = hits.passed().values().stream().mapToLong(Long::longValue).sum();
        if (passed > 0) {
            return "none of " + passed + (passed == 1 ? " packet" : " packets") + " was lost by chance";
        }
        Map<String, List<AddressRange>> places = places(found);
        List<String> clauses = new ArrayList<>();
        List<String> quiet = new ArrayList<>();
        places.forEach((place, ranges) -> {
            if (hit(hits.others(), ranges)) {
                clauses.add(noTraffic(hits, place, ranges));
            } else {
                quiet.add(place);
            }
        });
        if (places.isEmpty()) {
            clauses.add(
                    hits.others().isEmpty()
                            ? "no traffic went out or came in"
                            : "traffic went out, but none" + means());
        } else if (!quiet.isEmpty()) {
            clauses.add(0, "no traffic went to " + either(quiet));
        }
        return String.join("; ", clauses);
    }

    private String noTraffic(Hits hits, String place, List<AddressRange> ranges) {
        return hit(hits.others(), ranges)
                ? "traffic went to " + place + ", but none" + means()
                : "no traffic went to " + place;
    }

    /** Entries that were asked a moment ago, of which nobody answered. */
    List<String> silent(Silence silence) {
        return places(List.of()).entrySet().stream()
                .filter(place -> silence.of(place.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Hosts and addresses with what they stand for, without those that are spared altogether. */
    private Map<String, List<AddressRange>> places(List<String> found) {
        Map<String, List<AddressRange>> places = new LinkedHashMap<>();
        Map<String, List<String>> seen = plan.seen(found);
        selection.hosts().stream()
                .filter(host -> !selection.spares(host))
                .forEach(host -> places.put(
                        host,
                        seen.getOrDefault(host, List.of()).stream()
                                .map(AddressRange::parse)
                                .toList()));
        selection.addresses().forEach(range -> places.put(range.toString(), List.of(range)));
        places.values().removeIf(ranges -> ranges.stream().allMatch(selection::spares));
        return places;
    }

    /** A block inside another one is counted as part of that. */
    private static boolean hit(Map<String, Long> packets, List<AddressRange> ranges) {
        return packets.keySet().stream().map(AddressRange::parse).anyMatch(one -> ranges.stream()
                .anyMatch(range -> range.contains(one) || !range.single() && one.contains(range)));
    }

    /** Which packets are meant, as the end of a sentence about others. */
    private String means() {
        String protocol = selection.protocol() == Protocol.ALL ? "" : " by " + protocol();
        if (!selection.ports().isEmpty()) {
            return protocol + " to" + Ports.words(selection.ports());
        }
        return selection.sparedPorts().isEmpty()
                ? protocol
                : protocol + " to a port other than"
                        + Ports.words(selection.sparedPorts()).replaceFirst(" ports?", "");
    }

    private String byProtocol() {
        return selection.protocol() == Protocol.ALL ? "" : " " + protocol();
    }

    private String protocol() {
        return selection.protocol().name().toUpperCase(Locale.ROOT);
    }

    private static String either(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " or "
                        + names.get(names.size() - 1);
    }
}
