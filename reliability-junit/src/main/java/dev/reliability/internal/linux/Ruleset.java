package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Lifeline;
import dev.reliability.spi.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Where the engine of a container answers, in its name, in the container's own loopback. */
    private static final AddressRange ENGINES_RESOLVER = AddressRange.parse("127.0.0.11");

    /** Sets of single addresses and of blocks, each for both versions of IP: what is counted as dropped. */
    static final List<String> DROPPED = List.of("d", "n");

    /** What is counted as let pass by chance. */
    static final List<String> PASSED = List.of("t", "u");

    /** What is counted as not meant. */
    static final List<String> OTHERS = List.of("o", "m");

    /** The set that counts by port. */
    static final String PORTS = "q";

    private final List<String> commands = new ArrayList<>();
    private final String table;
    private final NetworkSpec spec;
    private final Selection selection;
    private final MeantPackets packets;
    private String current = "";
    private int drops;

    private Ruleset(String id, NetworkSpec spec) {
        this.table = "inet rl_" + id;
        this.spec = spec;
        this.selection = spec.selection();
        this.packets = new MeantPackets(spec);
    }

    /** Addresses known now, and the way our own commands come in. */
    record Known(
            Collection<AddressRange> drop,
            Collection<AddressRange> spare,
            Collection<AddressRange> resolvers,
            List<Lifeline> lifelines) {}

    /**
     * Commands for nft.
     *
     * @param drops how many drop rules they make
     * @param counted sets of single addresses that an address found later belongs to, but for the version of IP
     */
    record Commands(List<String> lines, int drops, List<String> counted) {}

    static Commands of(String id, NetworkSpec spec, Known known) {
        Ruleset ruleset = new Ruleset(id, spec);
        ruleset.build(known);
        return new Commands(
                List.copyOf(ruleset.commands),
                ruleset.drops,
                ruleset.counted().stream().map(sets -> sets.get(0)).toList());
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
            addWatch();
        }
        chain("out", "output", () -> dropToEngine(known), "oifname", () -> spare("daddr", "dport", known));
        // Questions that containers on this host ask pass through; those that this host is asked end here.
        String second = dns ? "through" : "pre";
        chain(second, dns ? "forward" : "prerouting", () -> {}, "iifname", () -> {
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
        countRules("out");
        countRules("pre");
    }

    /** Kinds of counted sets that this fault has. */
    private List<List<String>> counted() {
        List<List<String>> counted = new ArrayList<>(List.of(DROPPED));
        if (packets.lossy()) {
            counted.add(PASSED);
        }
        if (packets.partial()) {
            counted.add(OTHERS);
        }
        return spec.kind() == Kind.DNS ? List.of() : counted;
    }

    /** What is seen while the gate is shut: whom the target talks to over TCP, and who talks back. */
    private void addWatch() {
        if (!packets.watched()) {
            return;
        }
        for (boolean v4 : new boolean[] {true, false}) {
            String type = v4 ? "ipv4_addr" : "ipv6_addr";
            for (String set : List.of("a", "b")) {
                commands.add("add set " + table + " " + set + (v4 ? 4 : 6) + " { type " + type
                        + "; flags dynamic, timeout; timeout 3s; size 65535; }");
            }
        }
        watch("sent", "daddr", "dport", "a");
        watch("got", "saddr", "sport", "b");
    }

    private void watch(String chain, String address, String port, String set) {
        commands.add("add chain " + table + " " + chain);
        current = chain;
        for (boolean v4 : new boolean[] {true, false}) {
            rule("meta nfproto " + (v4 ? "ipv4 " : "ipv6 ") + "meta l4proto tcp " + packets.ports(port) + "update @"
                    + set + (v4 ? 4 : 6) + " { " + (v4 ? "ip " : "ip6 ") + address + " }");
        }
    }

    private void addSets(Known known) {
        Set<AddressRange> drop = new LinkedHashSet<>(selection.addresses());
        drop.addAll(known.drop());
        if (selection.everywhere()) {
            drop.add(AddressRange.parse("0.0.0.0/0"));
            drop.add(AddressRange.parse("::/0"));
        }
        Set<AddressRange> spare = new LinkedHashSet<>(selection.sparedAddresses());
        spare.addAll(known.spare());
        for (boolean v4 : new boolean[] {true, false}) {
            for (List<String> sets : counted()) {
                set(sets.get(0), v4, true, " counter;", drop);
                set(sets.get(1), v4, false, " counter;", drop);
            }
            set("x", v4, true, "", spare);
            set("y", v4, false, "", spare);
        }
        if (selection.ports().size() > 1) {
            commands.add(
                    "add set " + table + " " + PORTS + " { type inet_service; flags interval; counter; elements = { "
                            + Ports.pieces(selection.ports()) + " } }");
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

    private void chain(String name, String hook, Runnable first, String interfaceName, Runnable spared) {
        commands.add(
                "add chain " + table + " " + name + " { type filter hook " + hook + " priority raw; policy accept; }");
        current = name;
        String shut = name.equals("out") ? "goto sent" : "goto got";
        rule("meta nfproto != @gate " + (packets.watched() ? shut : "accept"));
        rule("jump cap");
        first.run();
        rule(interfaceName + " \"lo\" accept");
        rule("icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept");
        rule("udp dport { 67, 68, 546, 547 } accept");
        spared.run();
    }

    /** What a resolver on a host remembers goes on working, but this one is no more in the container than any other. */
    private void dropToEngine(Known known) {
        if (spec.kind() == Kind.DNS && known.resolvers().contains(ENGINES_RESOLVER)) {
            drop("out", "ip daddr " + ENGINES_RESOLVER + " meta l4proto { tcp, udp } th dport @p");
        }
    }

    private void rule(String text) {
        commands.add("add rule " + table + " " + current + " " + text);
    }

    /** What is spared by address; {@code port} names the side of the packet that the remote end is on. */
    private void spare(String address, String port, Known known) {
        String ownPort = port.equals("dport") ? "sport" : "dport";
        for (Lifeline lifeline : known.lifelines()) {
            String family = lifeline.peer().v4() ? "ip " : "ip6 ";
            lifeline.port()
                    .ifPresent(own ->
                            rule(family + address + " " + lifeline.peer() + " tcp " + ownPort + " " + own + " accept"));
            lifeline.peerPort()
                    .ifPresent(theirs ->
                            rule(family + address + " " + lifeline.peer() + " tcp " + port + " " + theirs + " accept"));
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
        packets.meant(address, port, DROPPED).forEach(matches -> drop(chain, matches));
        if (packets.lossy()) {
            current = chain;
            packets.meant(address, port, PASSED).forEach(matches -> rule(matches + " accept"));
        }
    }

    /** Counts what comes so far because it was not meant. */
    private void countRules(String chain) {
        if (packets.partial()) {
            current = chain;
            for (boolean v4 : new boolean[] {true, false}) {
                OTHERS.forEach(set -> rule((v4 ? "ip " : "ip6 ") + "daddr @" + set + (v4 ? 4 : 6)));
            }
        }
    }

    private void drop(String chain, String matches) {
        current = chain;
        String share = packets.lossy()
                ? "numgen random mod 10000 < " + Math.max(1, Math.round(spec.percent() * 100)) + " "
                : "";
        rule(share + matches + " drop");
        drops++;
    }

    private static String list(Collection<AddressRange> ranges) {
        return ranges.stream().distinct().map(AddressRange::toString).collect(Collectors.joining(", "));
    }
}
