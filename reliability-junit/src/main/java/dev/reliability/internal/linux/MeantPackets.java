package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which packets to an address a fault means, as nft matches them. */
record MeantPackets(NetworkSpec spec) {

    private Selection selection() {
        return spec.selection();
    }

    boolean lossy() {
        return spec.kind() == Kind.LOSS && spec.percent() < 100;
    }

    /** Whether some packets to the same address are not meant. */
    boolean partial() {
        return selection().protocol() != Protocol.ALL
                || !selection().ports().isEmpty()
                || !selection().sparedPorts().isEmpty();
    }

    /** Whether it can be seen beforehand that nobody answers: what goes over TCP is answered in any case. */
    boolean watched() {
        return spec.kind() != Kind.DNS
                && (selection().protocol() == Protocol.ALL || selection().protocol() == Protocol.TCP);
    }

    /** Matches of the packets that are meant; what is looked up in a set is counted there. */
    List<String> meant(String address, String port, List<String> sets) {
        List<String> matches = new ArrayList<>();
        for (String packets : packets(port)) {
            for (boolean v4 : new boolean[] {true, false}) {
                for (String set : sets) {
                    String counted = packets + (v4 ? "ip " : "ip6 ") + address + " @" + set + (v4 ? 4 : 6);
                    matches.add(
                            selection().ports().size() > 1 ? counted + " th " + port + " @" + Ruleset.PORTS : counted);
                }
            }
        }
        return matches;
    }

    /** What matches the ports that are meant, on that side of a packet. */
    String ports(String port) {
        return (selection().ports().isEmpty()
                        ? ""
                        : "th " + port + " { " + Ports.pieces(selection().ports()) + " } ")
                + (selection().sparedPorts().isEmpty()
                        ? ""
                        : "th " + port + " != { " + Ports.pieces(selection().sparedPorts()) + " } ");
    }

    private List<String> packets(String port) {
        String ports = ports(port);
        if (selection().protocol() == Protocol.ICMP) {
            return List.of("meta l4proto { icmp, ipv6-icmp } ");
        }
        if (selection().protocol() != Protocol.ALL) {
            return List.of("meta l4proto " + selection().protocol().name().toLowerCase(Locale.ROOT) + " " + ports);
        }
        if (ports.isEmpty()) {
            return List.of("");
        }
        String withPorts = "meta l4proto { tcp, udp } " + ports;
        return selection().ports().isEmpty() ? List.of(withPorts, "meta l4proto != { tcp, udp } ") : List.of(withPorts);
    }
}
