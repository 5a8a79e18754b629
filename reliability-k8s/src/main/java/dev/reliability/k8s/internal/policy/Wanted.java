package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.pod.Witness.Point;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is to be cut off, and by which connections that can be seen. */
final class Wanted {

    private static final String NEEDS_CONNECTION = "a NetworkPolicy is proven by a new connection, and ";
    private static final int PORTS_TRIED = 16;

    private final Selection selection;
    private final Probes probes;

    private Wanted(Selection selection, Probes probes) {
        this.selection = selection;
        this.probes = probes;
    }

    /**
     * What has to be hit by itself.
     *
     * @param name as it was asked for
     * @param points where connections go
     */
    record Entry(String name, List<Point> points) {}

    /**
     * Reads what is asked for.
     *
     * @param target name of the target, whose attribute {@code probe} is given
     * @param problems gets what cannot be done this way
     */
    static Wanted read(FaultRequest request, String target, Optional<String> probe, List<Problem> problems) {
        int before = problems.size();
        Selection selection = Selection.read(request, problems);
        problems.addAll(selection.contradictions());
        String attribute = "target." + target + ".probe";
        Probes probes = Probes.read(probe, attribute, problems);
        Wanted wanted = new Wanted(selection, probes);
        if (selection.protocol() == Protocol.UDP || selection.protocol() == Protocol.ICMP) {
            problems.add(Problem.at(
                    FaultAttribute.PROTOCOL,
                    "a NetworkPolicy cannot "
                            + (selection.protocol() == Protocol.UDP ? "be proven for UDP" : "mean ICMP")
                            + ": choose TCP or ALL"));
        }
        if (problems.size() == before) {
            wanted.unprovable(attribute).map(Problem::of).ifPresent(problems::add);
        }
        return wanted;
    }

    private Optional<String> unprovable(String attribute) {
        boolean ranges = selection.addresses().stream()
                .anyMatch(range -> !range.single() && probes.hosts().isEmpty());
        if ((selection.everywhere() || ranges) && probes.hosts().isEmpty()) {
            return Optional.of(NEEDS_CONNECTION + (ranges ? "a range of addresses" : "everything that is not excluded")
                    + " is no place to connect to: name one that answers with " + attribute + " = HOST:PORT");
        }
        boolean single =
                !selection.hosts().isEmpty() || selection.addresses().stream().anyMatch(AddressRange::single);
        return single && ports().isEmpty() && probes.hosts().isEmpty()
                ? Optional.of(NEEDS_CONNECTION + "nothing says at which port "
                        + (selection.hosts().isEmpty() ? selection.addresses() : selection.hosts())
                        + " answers: name ports, or " + attribute + " = PORT")
                : Optional.empty();
    }

    /** The ports that connections are tried at. */
    private List<Integer> ports() {
        Set<Integer> ports = new LinkedHashSet<>();
        probes.ports().stream().filter(selection::selects).forEach(ports::add);
        for (PortRange range : selection.ports()) {
            for (int port = range.first(); port <= range.last() && ports.size() < PORTS_TRIED; port++) {
                if (selection.selects(port)) {
                    ports.add(port);
                }
            }
        }
        return List.copyOf(ports);
    }

    /** Returns the names that must be known as addresses. */
    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>(selection.hosts());
        hosts.addAll(selection.sparedHosts());
        probes.hosts().forEach(one -> hosts.add(one.host()));
        hosts.removeIf(AddressRange::looksLike);
        return hosts;
    }

    /** Returns the names that are cut off or spared, but have no address. */
    List<String> unresolved(Map<String, List<AddressRange>> known) {
        return hosts().stream()
                .filter(host -> known.getOrDefault(host, List.of()).isEmpty())
                .toList();
    }

    /** Returns what has to be hit, each by itself. */
    List<Entry> entries(Map<String, List<AddressRange>> known) {
        Map<String, Set<Point>> entries = new LinkedHashMap<>();
        for (String host : selection.hosts()) {
            if (!selection.spares(host)) {
                entries.put(host, points(known.getOrDefault(host, List.of()), ports()));
            }
        }
        for (AddressRange range : selection.addresses()) {
            if (!selection.spares(range)) {
                entries.put(range.toString(), range.single() ? points(List.of(range), ports()) : new LinkedHashSet<>());
            }
        }
        if (selection.everywhere()) {
            entries.put("everything that is not excluded", new LinkedHashSet<>());
        }
        for (Probes.HostPort probe : probes.hosts()) {
            for (Point point : points(addresses(probe.host(), known), List.of(probe.port()))) {
                if (selection.selects(probe.host(), List.of(point.address())) && selection.selects(point.port())) {
                    owner(point, probe.host(), known, entries.keySet())
                            .ifPresent(name -> entries.get(name).add(point));
                }
            }
        }
        return entries.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    private static Optional<String> owner(
            Point point, String host, Map<String, List<AddressRange>> known, Set<String> names) {
        return names.stream()
                .filter(name -> Selection.same(name, host)
                        || AddressRange.looksLike(name)
                                && AddressRange.parse(name).contains(point.address())
                        || known.getOrDefault(name, List.of()).contains(point.address())
                        || names.size() == 1)
                .findFirst();
    }

    private static List<AddressRange> addresses(String host, Map<String, List<AddressRange>> known) {
        return AddressRange.looksLike(host) ? List.of(AddressRange.parse(host)) : known.getOrDefault(host, List.of());
    }

    private static Set<Point> points(List<AddressRange> addresses, List<Integer> ports) {
        Set<Point> points = new LinkedHashSet<>();
        addresses.forEach(address -> ports.forEach(port -> points.add(new Point(address, port))));
        return points;
    }

    /** Returns what is cut off, with what stands behind services. */
    Cut.All cut(Map<String, List<AddressRange>> known, Cluster cluster, String namespace) {
        Set<String> namespaces = new TreeSet<>(Set.of(namespace));
        hosts().forEach(host -> Endpoints.namespaceOf(host).forEach(namespaces::add));
        Endpoints endpoints = new Endpoints(cluster, namespaces);
        List<AddressRange> spared = new ArrayList<>(selection.sparedAddresses());
        selection.sparedHosts().forEach(host -> spared.addAll(known.getOrDefault(host, List.of())));
        List<Cut> sparedToo = endpoints.behind(
                spared.stream().map(range -> new Cut(range, List.of())).toList());
        List<Cut> cuts = new ArrayList<>();
        entriesRanges(known).forEach(range -> cuts.add(new Cut(range, selection.ports())));
        List<Cut> all = endpoints.behind(cuts);
        return new Cut.All(
                all,
                sparedToo.stream().map(Cut::range).distinct().toList(),
                selection.ports(),
                selection.sparedPorts(),
                selection.protocol(),
                endpoints.namespacesOfPods(all));
    }

    private List<AddressRange> entriesRanges(Map<String, List<AddressRange>> known) {
        Set<AddressRange> ranges = new LinkedHashSet<>();
        selection.hosts().stream()
                .filter(host -> !selection.spares(host))
                .forEach(host -> ranges.addAll(known.getOrDefault(host, List.of())));
        selection.addresses().stream().filter(range -> !selection.spares(range)).forEach(ranges::add);
        return List.copyOf(ranges);
    }
}
