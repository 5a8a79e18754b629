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

/** What a network fault on a host does, in people's words. */
final class Effects {

    private final String target;
    private final NetworkPlan plan;
    private final NetworkSpec spec;
    private final Selection selection;

    Effects(String target, NetworkPlan plan) {
        this.target = target;
        this.plan = plan;
        this.spec = plan.spec();
        this.selection = spec.selection();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (spec.kind() == Kind.DNS) {
            lines.add("Dropping every question of " + target + " to a resolver (ports 53 and 853)");
        } else {
            lines.add("Dropping " + share() + traffic() + " between " + target + " and " + String.join(", ", dropped())
                    + ports());
        }
        List<String> spared = new ArrayList<>(spared());
        spared.addAll(plan.neverCut());
        lines.add("Sparing " + String.join(", ", spared));
        return lines;
    }

    private String share() {
        return spec.kind() == Kind.LOSS ? spec.percent() + " % of " : "";
    }

    private String traffic() {
        return selection.protocol() == Protocol.ALL
                ? "all traffic"
                : "all " + selection.protocol().name().toUpperCase(Locale.ROOT) + " traffic";
    }

    private List<String> dropped() {
        List<String> what = new ArrayList<>();
        plan.resolved().forEach((host, addresses) -> what.add(host + " (" + String.join(", ", addresses) + ")"));
        selection.addresses().stream().map(AddressRange::toString).forEach(what::add);
        return what.isEmpty() ? List.of("everything") : what;
    }

    private String ports() {
        return selection.ports().isEmpty()
                ? ""
                : ", remote port "
                        + selection.ports().stream().map(PortRange::toString).collect(Collectors.joining(", "));
    }

    private List<String> spared() {
        List<String> spared = new ArrayList<>();
        plan.resolvedSpared()
                .forEach((host, addresses) ->
                        spared.add(addresses.isEmpty() ? host : host + " (" + String.join(", ", addresses) + ")"));
        selection.sparedAddresses().stream().map(AddressRange::toString).forEach(spared::add);
        selection.sparedPorts().forEach(port -> spared.add("port " + port));
        return spared;
    }

    /** What was hit: {@code 12 packets of db.example (203.0.113.5) dropped}. */
    String bite(Hits hits, List<String> found) {
        if (spec.kind() == Kind.DNS) {
            return count(hits.total()) + " to resolvers dropped";
        }
        Map<String, List<String>> hosts = plan.seen(found);
        List<String> parts = new ArrayList<>();
        hits.packets().forEach((address, packets) -> {
            String names = String.join(
                    " or ",
                    hosts.entrySet().stream()
                            .filter(host -> host.getValue().contains(address))
                            .map(Map.Entry::getKey)
                            .toList());
            parts.add(
                    count(packets) + " of " + (names.isEmpty() ? address : names + " (" + address + ")") + " dropped");
        });
        return String.join(", ", parts);
    }

    /** How many of the addresses that a host name was seen to have were hit, such as {@code 2 of 3}. */
    Map<String, String> coverage(Hits hits, List<String> found) {
        Map<String, String> coverage = new LinkedHashMap<>();
        plan.seen(found).forEach((host, addresses) -> {
            long hit = addresses.stream().filter(hits.packets()::containsKey).count();
            coverage.put(host, hit + " of " + addresses.size());
        });
        return coverage;
    }

    private static String count(long packets) {
        return packets + (packets == 1 ? " packet" : " packets");
    }
}
