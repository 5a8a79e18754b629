package dev.reliability.internal.link.fault;

import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks that a selection means the one link that is the target; without any selection it does. */
final class OneLink {

    private final LinkDeclaration link;
    private final List<Problem> problems = new ArrayList<>();
    private final Selection asked;

    private OneLink(LinkDeclaration link, FaultRequest request) {
        this.link = link;
        asked = Selection.read(request, problems);
    }

    /**
     * Selects the link.
     *
     * @param protocol what it carries
     * @throws PlanException with everything that means something else
     */
    static LinkSelection.Selected select(LinkDeclaration link, Protocol protocol, FaultRequest request) {
        return new OneLink(link, request).select(protocol, request.kind());
    }

    private LinkSelection.Selected select(Protocol protocol, String kind) {
        List<AddressRange> at = addresses();
        if (asked.protocol() != Protocol.ALL && asked.protocol() != protocol) {
            add(
                    FaultAttribute.PROTOCOL,
                    "link " + link.name() + " carries " + protocol + " alone, so a " + kind + " of " + asked.protocol()
                            + " would hit nothing: leave it out");
        }
        Stream.concat(
                        asked.hosts().stream()
                                .filter(host ->
                                        !Selection.same(host, link.host()) && !Selection.same(host, link.name())),
                        asked.addresses().stream()
                                .filter(range -> at.stream().noneMatch(range::contains))
                                .map(AddressRange::toString))
                .forEach(other -> add(
                        FaultAttribute.HOSTS,
                        leads() + ", not to \"" + other + "\": leave it out, as the link is the target"));
        if (asked.spares(link.name())
                || asked.spares(link.host())
                || at.stream().anyMatch(asked::spares)) {
            add(FaultAttribute.HOSTS, "nothing is left: " + leads() + ", which is excluded");
        }
        if (!asked.selects(link.port())) {
            add(FaultAttribute.PORTS, "nothing is left: " + leads() + ", whose port is not selected");
        }
        if (!problems.isEmpty()) {
            throw PlanException.of(problems);
        }
        return new LinkSelection.Selected(asked, List.of(link), List.of());
    }

    private String leads() {
        return "link " + link.name() + " leads to " + link.upstream();
    }

    private void add(String attribute, String problem) {
        problems.add(Problem.at(attribute, problem));
    }

    /** Looked up only where the selection speaks of addresses. */
    private List<AddressRange> addresses() {
        if (asked.addresses().isEmpty() && asked.sparedAddresses().isEmpty()) {
            return List.of();
        }
        try {
            return Stream.of(InetAddress.getAllByName(link.host()))
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .map(AddressRange::parse)
                    .toList();
        } catch (UnknownHostException e) {
            add(
                    FaultAttribute.ADDRESSES,
                    leads() + ", which does not resolve: whether the addresses select it cannot be told");
            return List.of();
        }
    }
}
