package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.internal.net.AddressRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nftables commands of one fault, to be loaded as one transaction with the gate still closed.
 *
 * <p>Every chain first lets everything pass while the gate is shut or the end has come, then what is never cut, then
 * what is excluded. A drop rule looks the address up last, since looking it up is what counts.
 */
final class Ruleset {

    /** Instance metadata, resolver, time and fabric addresses of the large clouds. */
    private static final List<String> CLOUD = List.of(
            "169.254.169.254",
            "169.254.169.253",
            "169.254.169.123",
            "169.254.170.2",
            "168.63.129.16",
            "100.100.100.200",
            "fd00:ec2::254",
            "fd00:ec2::253",
            "fd00:ec2::123");

    private final List<String> commands = new ArrayList<>();
    private final String table;
    private final NetworkSpec spec;
    private final Selection selection;
    private String current = "";
    private int drops;

    private Ruleset(String id, NetworkSpec spec, Selection selection) {
        this.table = "inet rl_" + id;
        this.spec = spec;
        this.selection = selection;
    }

    /** Addresses known now, and the way our own commands come in. */
    record Known(
            Collection<AddressRange> drop,
            Collection<AddressRange> spare,
            Collection<AddressRange> resolvers,
            List<ControlChannel> control) {}

    /** A peer that talks to a port of the target and must be able to go on. */
    record ControlChannel(AddressRange peer, int targetPort) {}

    /** Commands, and how many drop rules they make. */
    record Commands(List<String> lines, int drops) {}

    static Commands of(String id, NetworkSpec spec, Selection selection, Known known) {
        Ruleset ruleset = new Ruleset(id, spec, selection);
        ruleset.build(known);
        return new Commands(List.copyOf(ruleset.commands), ruleset.drops);
    }

    private void build(Known known) {
        commands.add("add table " + table + " { flags owner; }");
        commands.add("add set " + table + " gate { type nf_proto; flags timeout; }");
        // gets its one rule together with the gate: what ends the fault on the target's clock, whoever renews it
        commands.add("add chain " + table + " cap");
        boolean dns = spec.kind() == Kind.DNS;
        if (dns) {
            commands.add("add set " + table + " p { type inet_service; counter; elements = { 53, 853 }; }");
        } else {
            addSets(known);
        }
        chain("out", "output", "oifname", () -> spare("daddr", "dport", known));
        // Questions that containers on this host ask pass through; those that this host is asked end here.
        String second = dns ? "through" : "pre";
        chain(second, dns ? "forward" : "prerouting", "iifname", () -> {
            spare("saddr", "sport", known);
            spare("daddr", "dport", known);
        });
        if (dns) {
            drop("out", "meta l4proto { tcp, udp } th dport @p");
            drop("through", "meta l4proto { tcp, udp } th dport @p");
            return;
        }
        dropRules("out", "daddr", "dport");
        dropRules("pre", "daddr", "dport");
        if (spec.kind() == Kind.BLACKHOLE) {
            dropRules("pre", "saddr", "sport");
        }
    }

    private void addSets(Known known) {
        Set<AddressRange> drop = new LinkedHashSet<>(selection.ranges());
        drop.addAll(known.drop());
        if (selection.everything()) {
            drop.add(AddressRange.parse("0.0.0.0/0"));
            drop.add(AddressRange.parse("::/0"));
        }
        Set<AddressRange> spare = new LinkedHashSet<>(selection.sparedRanges());
        spare.addAll(known.spare());
        for (boolean v4 : new boolean[] {true, false}) {
            set("d", v4, true, " counter;", drop);
            set("n", v4, false, " counter;", drop);
            set("x", v4, true, "", spare);
            set("y", v4, false, "", spare);
        }
    }

    /** Single addresses in a hash, blocks in an interval set without those inside others: nft refuses overlaps. */
    private void set(String name, boolean v4, boolean single, String options, Collection<AddressRange> ranges) {
        String type = v4 ? "ipv4_addr" : "ipv6_addr";
        String set = name + (v4 ? 4 : 6);
        commands.add("add set " + table + " " + set + " { type " + type + ";" + (single ? "" : " flags interval;")
                + options + " }");
        List<AddressRange> members = ranges.stream()
                .filter(range -> range.v4() == v4 && range.single() == single)
                .filter(range -> single
                        || ranges.stream()
                                .noneMatch(other -> !other.equals(range) && !other.single() && other.contains(range)))
                .toList();
        if (!members.isEmpty()) {
            commands.add("add element " + table + " " + set + " { " + list(members) + " }");
        }
    }

    private void chain(String name, String hook, String interfaceName, Runnable spared) {
        commands.add(
                "add chain " + table + " " + name + " { type filter hook " + hook + " priority raw; policy accept; }");
        current = name;
        rule("meta nfproto != @gate accept");
        rule("jump cap");
        rule(interfaceName + " \"lo\" accept");
        rule("icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept");
        rule("udp dport { 67, 68, 546, 547 } accept");
        spared.run();
    }

    private void rule(String text) {
        commands.add("add rule " + table + " " + current + " " + text);
    }

    /** What is spared by address; {@code port} names the side of the packet that the remote end is on. */
    private void spare(String address, String port, Known known) {
        String ownPort = port.equals("dport") ? "sport" : "dport";
        for (ControlChannel channel : known.control()) {
            String family = channel.peer().v4() ? "ip " : "ip6 ";
            rule(family + address + " " + channel.peer() + " tcp " + ownPort + " " + channel.targetPort() + " accept");
        }
        for (boolean v4 : new boolean[] {true, false}) {
            String family = v4 ? "ip " : "ip6 ";
            String cloud = CLOUD.stream()
                    .filter(literal -> literal.contains(":") != v4)
                    .collect(Collectors.joining(", "));
            rule(family + address + " { " + cloud + " } accept");
            if (spec.kind() == Kind.DNS) {
                continue;
            }
            List<AddressRange> resolvers =
                    known.resolvers().stream().filter(range -> range.v4() == v4).toList();
            if (!resolvers.isEmpty()) {
                rule(family + address + " { " + list(resolvers) + " } meta l4proto { tcp, udp } th " + port
                        + " { 53, 853 } accept");
            }
            rule(family + address + " @x" + (v4 ? 4 : 6) + " accept");
            rule(family + address + " @y" + (v4 ? 4 : 6) + " accept");
        }
        rule("udp " + port + " 123 accept");
    }

    private void dropRules(String chain, String address, String port) {
        for (String packets : packets(port)) {
            for (boolean v4 : new boolean[] {true, false}) {
                for (String set : List.of("d", "n")) {
                    drop(chain, packets + (v4 ? "ip " : "ip6 ") + address + " @" + set + (v4 ? 4 : 6));
                }
            }
        }
    }

    private void drop(String chain, String matches) {
        current = chain;
        String share = spec.kind() == Kind.LOSS && spec.percent() < 100
                ? "numgen random mod 10000 < " + Math.max(1, Math.round(spec.percent() * 100)) + " "
                : "";
        rule(share + matches + " drop");
        drops++;
    }

    private List<String> packets(String port) {
        String ports =
                selection.ports().isEmpty() ? "" : "th " + port + " { " + String.join(", ", selection.ports()) + " } ";
        String spared = selection.sparedPorts().isEmpty()
                ? ""
                : "th " + port + " != { " + String.join(", ", selection.sparedPorts()) + " } ";
        if (spec.protocol() == Protocol.ICMP) {
            return List.of("meta l4proto { icmp, ipv6-icmp } ");
        }
        if (spec.protocol() != Protocol.ALL) {
            return List.of("meta l4proto " + spec.protocol().name().toLowerCase(Locale.ROOT) + " " + ports + spared);
        }
        if (ports.isEmpty() && spared.isEmpty()) {
            return List.of("");
        }
        String withPorts = "meta l4proto { tcp, udp } " + ports + spared;
        return ports.isEmpty() ? List.of(withPorts, "meta l4proto != { tcp, udp } ") : List.of(withPorts);
    }

    private static String list(Collection<AddressRange> ranges) {
        return ranges.stream().distinct().map(AddressRange::toString).collect(Collectors.joining(", "));
    }
}
