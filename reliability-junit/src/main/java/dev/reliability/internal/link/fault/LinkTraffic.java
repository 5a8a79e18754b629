package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.link.LinkTotals;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Whether traffic went where a fault was to hit it. Each entry of the selection is looked at by itself. */
final class LinkTraffic {

    private static final int DIAL_MILLIS = 2_000;

    private final LinkSet links;
    private final LinkSelection.Selected selected;
    private final Map<String, Long> before = new ConcurrentHashMap<>();

    LinkTraffic(LinkSet links, LinkSelection.Selected selected) {
        this.links = links;
        this.selected = selected;
    }

    /** The fault is about to be injected: traffic counts from now on. */
    void begin() {
        links.open().forEach((name, link) -> before.put(name, connections(link)));
    }

    private static long connections(AttackableLink link) {
        LinkTotals totals = link.totals();
        return totals.accepted() + totals.bytesToUpstream() + totals.bytesToClient();
    }

    /** Says what cannot be cut off, as nobody is reached there anyway. */
    Optional<String> unreachable() {
        if (links.carries() == Protocol.UDP) {
            // who listens there cannot be told without sending something that it may not understand
            return Optional.empty();
        }
        Map<LinkDeclaration, String> failures = new ConcurrentHashMap<>();
        selected.links().forEach(link -> unreachable(link).ifPresent(why -> failures.put(link, why)));
        boolean all = failures.size() == selected.links().size();
        boolean entry = selected.entries().stream()
                .anyMatch(one -> !one.links().isEmpty() && failures.keySet().containsAll(one.links()));
        if (!all && !entry) {
            return Optional.empty();
        }
        return Optional.of(selected.links().stream()
                .filter(failures::containsKey)
                .map(link ->
                        link.name() + " (" + link.upstream() + ") could not be reached already: " + failures.get(link))
                .collect(Collectors.joining(", ")));
    }

    private Optional<String> unreachable(LinkDeclaration link) {
        try {
            LinkDeclaration now = links.now(link);
            return dial(now).map(why -> now.equals(link) ? why : "it leads to " + now.upstream() + " by now, " + why);
        } catch (LinkAddressException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Each address of the name, as the link itself tries them. */
    private static Optional<String> dial(LinkDeclaration link) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(link.host());
        } catch (UnknownHostException e) {
            return Optional.of("the name " + link.host() + " is not known");
        }
        Set<String> refusals = new LinkedHashSet<>();
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, link.port()), DIAL_MILLIS);
                return Optional.empty();
            } catch (IOException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        return Optional.of(String.join(", ", refusals));
    }

    /**
     * Returns the entries that were not hit, each with the reason.
     *
     * @param bitten names of the links that were
     */
    List<String> missed(Collection<String> bitten) {
        return selected.entries().stream()
                .filter(entry -> entry.links().stream().noneMatch(link -> bitten.contains(link.name())))
                .map(this::why)
                .toList();
    }

    /** Says why nothing was hit at all. */
    String whyNone(List<String> names) {
        List<String> elsewhere = selected.entries().stream()
                .filter(entry -> entry.links().isEmpty() || !elsewhere(entry).isEmpty())
                .map(this::why)
                .toList();
        return elsewhere.isEmpty()
                ? links.unused().orElseGet(() -> "no traffic went to " + either(names))
                : String.join(", ", elsewhere);
    }

    private String why(LinkSelection.Entry entry) {
        List<LinkDeclaration> elsewhere = elsewhere(entry);
        if (!elsewhere.isEmpty()) {
            return "traffic went to " + entry.text() + " only where it was not to be hit: by "
                    + elsewhere.stream()
                            .map(link -> "link " + link.name() + " on port " + link.port())
                            .collect(Collectors.joining(" and "));
        }
        return (entry.links().isEmpty() ? "no link that is selected leads to " : "no traffic went to ") + entry.text();
    }

    /** Returns the links that the entry means, but not the whole selection, and that had traffic since the injection. */
    private List<LinkDeclaration> elsewhere(LinkSelection.Entry entry) {
        Map<String, AttackableLink> open = links.open();
        return entry.others().stream()
                .filter(link -> connections(open.get(link.name())) > before.getOrDefault(link.name(), Long.MAX_VALUE))
                .toList();
    }

    static String either(List<String> names) {
        if (names.size() == 1) {
            return names.get(0);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }
}
