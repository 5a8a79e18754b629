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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which links of a process a fault hits: those of the hosts or addresses that are named, or all if none is, as far as the
 * ports fit and nothing excludes them.
 */
final class LinkSelection {

    private final String process;
    private final String kind;
    private final List<LinkDeclaration> declared;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<LinkDeclaration, List<AddressRange>> addresses = new LinkedHashMap<>();
    private final Selection asked;

    private LinkSelection(String process, List<LinkDeclaration> declared, FaultRequest request) {
        this.process = process;
        this.kind = request.kind();
        this.declared = declared;
        this.asked = Selection.read(request, problems);
    }

    /**
     * What was selected.
     *
     * @param asked what was asked for
     * @param links the links to be hit, at least one, in the order of their declaration
     * @param entries what was asked for, each of which must be hit; empty where only exclusions were given
     */
    record Selected(Selection asked, List<LinkDeclaration> links, List<Entry> entries) {}

    /**
     * A host, a range of addresses or of ports that was asked for.
     *
     * @param links the selected links that are meant
     * @param others links that are meant, but not selected
     */
    record Entry(String text, List<LinkDeclaration> links, List<LinkDeclaration> others) {}

    /**
     * Selects links.
     *
     * @param process name of the process, as messages speak of it
     * @throws PlanException with everything that is wrong, and how to declare what is missing
     */
    static Selected select(String process, List<LinkDeclaration> declared, FaultRequest request) {
        return new LinkSelection(process, declared, request).select();
    }

    private Selected select() {
        if (declared.isEmpty()) {
            throw new PlanException(process + " has no links, and links are what a " + kind
                    + " of a process acts on: declare one with " + declaration(firstHost()));
        }
        Protocol protocol = asked.protocol();
        if (protocol != Protocol.ALL && protocol != Protocol.TCP) {
            throw PlanException.at(
                    FaultAttribute.PROTOCOL,
                    "links carry TCP alone, so a " + kind + " of " + protocol + " would hit nothing on " + process
                            + ": choose TCP or ALL, or a host as the target");
        }
        if (problems.isEmpty() && !asked.named() && protocol == Protocol.ALL) {
            throw PlanException.at(
                    FaultAttribute.HOSTS,
                    "nothing is selected: name hosts, addresses or ports; " + declaredLinks() + ", add others with "
                            + declaration("HOST"));
        }
        asked.hosts().forEach(this::checkDeclared);
        if (problems.isEmpty()) {
            List<LinkDeclaration> selected = declared.stream()
                    .filter(link -> asked.selects(link.name(), addresses(link)) && asked.selects(link.port()))
                    .toList();
            if (problems.isEmpty() && !selected.isEmpty()) {
                return new Selected(asked, selected, entries(selected));
            }
            if (problems.isEmpty()) {
                problems.add(Problem.at(
                        FaultAttribute.HOSTS,
                        "nothing is left: no link of " + process + " is selected and not excluded; " + declaredLinks()
                                + ", add others with " + declaration(firstHost())));
            }
        }
        throw PlanException.of(problems);
    }

    private void checkDeclared(String host) {
        if (declared.stream().noneMatch(link -> Selection.same(link.name(), host))) {
            problems.add(Problem.at(
                    FaultAttribute.HOSTS,
                    "no link of " + process + " leads to \"" + host + "\": declare it with " + declaration(host) + "; "
                            + declaredLinks()));
        }
    }

    /** Looked up only where the selection speaks of addresses. */
    private List<AddressRange> addresses(LinkDeclaration link) {
        return asked.addresses().isEmpty() && asked.sparedAddresses().isEmpty()
                ? List.of()
                : addresses.computeIfAbsent(link, this::lookUp);
    }

    private List<AddressRange> lookUp(LinkDeclaration link) {
        try {
            return Stream.of(InetAddress.getAllByName(link.host()))
                    .map(address -> AddressRange.parse(withoutScope(address.getHostAddress())))
                    .toList();
        } catch (UnknownHostException e) {
            problems.add(Problem.at(
                    FaultAttribute.ADDRESSES,
                    "link " + link.name() + " leads to " + link.upstream()
                            + ", which does not resolve: whether the addresses select it cannot be told"));
            return List.of();
        }
    }

    private static String withoutScope(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }

    /** Returns what was asked for, but not what is excluded again. */
    private List<Entry> entries(List<LinkDeclaration> selected) {
        Predicate<LinkDeclaration> spared =
                link -> asked.spares(link.name()) || addresses(link).stream().anyMatch(asked::spares);
        Stream<Entry> hosts = asked.hosts().stream()
                .distinct()
                .map(host -> entry(host, selected, link -> Selection.same(link.name(), host)));
        Stream<Entry> ranges = asked.addresses().stream()
                .distinct()
                .map(range -> entry(range.toString(), selected, link -> addresses(link).stream()
                        .anyMatch(range::contains)));
        Stream<Entry> ports = asked.ports().stream()
                .distinct()
                .map(range -> entry(range.toString(), selected, link -> range.contains(link.port())));
        return Stream.concat(
                        Stream.concat(hosts, ranges).filter(entry -> isLeft(entry, spared)),
                        ports.filter(entry -> isLeft(entry, this::portSpared)))
                .toList();
    }

    private Entry entry(String text, List<LinkDeclaration> selected, Predicate<LinkDeclaration> meant) {
        return new Entry(
                text,
                selected.stream().filter(meant).toList(),
                declared.stream()
                        .filter(link -> !selected.contains(link))
                        .filter(meant)
                        .toList());
    }

    private static boolean isLeft(Entry entry, Predicate<LinkDeclaration> spared) {
        return !entry.links().isEmpty()
                || entry.others().isEmpty()
                || !entry.others().stream().allMatch(spared);
    }

    private boolean portSpared(LinkDeclaration link) {
        return asked.sparedPorts().stream().anyMatch(range -> range.contains(link.port()));
    }

    private String declaredLinks() {
        return "declared are " + declared.stream().map(LinkDeclaration::name).collect(Collectors.joining(", "));
    }

    private String firstHost() {
        return asked.hosts().stream().findFirst().orElse("HOST");
    }

    private static String declaration(String host) {
        return ".link(\"" + host + "\", \"UPSTREAM-HOST:PORT\")";
    }
}
