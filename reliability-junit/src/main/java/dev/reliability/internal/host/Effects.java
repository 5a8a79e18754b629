package dev.reliability.internal.host;

import dev.reliability.internal.linux.Hits;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a network fault on a host does, in people's words. */
final class Effects {

    private final String target;
    private final NetworkPlan plan;
    private final NetworkSpec spec;

    Effects(String target, NetworkPlan plan) {
        this.target = target;
        this.plan = plan;
        this.spec = plan.spec();
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
        return spec.protocol() == Protocol.ALL
                ? "all traffic"
                : "all " + spec.protocol().name().toUpperCase(Locale.ROOT) + " traffic";
    }

    private List<String> dropped() {
        List<String> what = new ArrayList<>();
        plan.resolved().forEach((host, addresses) -> what.add(host + " (" + String.join(", ", addresses) + ")"));
        spec.addresses().stream().filter(address -> !address.startsWith("^")).forEach(what::add);
        return what.isEmpty() ? List.of("everything") : what;
    }

    private String ports() {
        List<String> ports =
                spec.ports().stream().filter(port -> !port.startsWith("^")).toList();
        return ports.isEmpty() ? "" : ", remote port " + String.join(", ", ports);
    }

    private List<String> spared() {
        List<String> spared = new ArrayList<>();
        plan.resolvedSpared()
                .forEach((host, addresses) ->
                        spared.add(addresses.isEmpty() ? host : host + " (" + String.join(", ", addresses) + ")"));
        spec.addresses().stream()
                .filter(address -> address.startsWith("^"))
                .map(address -> address.substring(1))
                .forEach(spared::add);
        spec.ports().stream()
                .filter(port -> port.startsWith("^"))
                .map(port -> "port " + port.substring(1))
                .forEach(spared::add);
        return spared;
    }

    /** Whose traffic there was none of. */
    String noTraffic() {
        if (spec.kind() == Kind.DNS) {
            return "no question went to a resolver";
        }
        List<String> names = new ArrayList<>(plan.resolved().keySet());
        spec.addresses().stream().filter(address -> !address.startsWith("^")).forEach(names::add);
        return names.isEmpty() ? "no traffic went out or came in" : "no traffic went to " + either(names);
    }

    /** What was hit: {@code 12 packets of db.example (203.0.113.5) dropped}. */
    String bite(Hits hits, List<String> found) {
        if (spec.kind() == Kind.DNS) {
            return count(hits.total()) + " to resolvers dropped";
        }
        Map<String, List<String>> hosts = seen(found);
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
        seen(found).forEach((host, addresses) -> {
            long hit = addresses.stream().filter(hits.packets()::containsKey).count();
            coverage.put(host, hit + " of " + addresses.size());
        });
        return coverage;
    }

    /** Every address that the host names were seen to have so far. */
    private Map<String, List<String>> seen(List<String> found) {
        Map<String, List<String>> hosts = new LinkedHashMap<>(plan.resolved());
        found.forEach(line -> {
            List<String> words = List.of(line.split(" ", -1));
            List<String> all = new ArrayList<>(hosts.getOrDefault(words.get(0), List.of()));
            words.stream().skip(1).filter(address -> !all.contains(address)).forEach(all::add);
            if (hosts.containsKey(words.get(0))) {
                hosts.put(words.get(0), all);
            }
        });
        return hosts;
    }

    private static String count(long packets) {
        return packets + (packets == 1 ? " packet" : " packets");
    }

    private static String either(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }
}
