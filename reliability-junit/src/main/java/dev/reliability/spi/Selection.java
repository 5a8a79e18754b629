package dev.reliability.spi;

import dev.reliability.spi.PlanException.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a network fault cuts off: the attributes {@code hosts}, {@code addresses}, {@code ports} and {@code protocol}, read and
 * checked in one place. {@code ^} before an entry spares it; exclusion wins; without any inclusion everything is meant that is not
 * excluded. Names are not resolved, which is done where the fault is.
 *
 * <pre>{@code
 * Selection selection = Selection.of(request);
 * selection.hosts();          // db.bookstore.example
 * selection.sparedHosts();    // api.gremlin.com
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Selection {

    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63})*\\.?");

    private final List<String> hosts = new ArrayList<>();
    private final List<String> sparedHosts = new ArrayList<>();
    private final List<AddressRange> addresses = new ArrayList<>();
    private final List<AddressRange> sparedAddresses = new ArrayList<>();
    private final List<PortRange> ports = new ArrayList<>();
    private final List<PortRange> sparedPorts = new ArrayList<>();
    private final Protocol protocol;
    private final boolean hasPorts;
    private final boolean named;
    private final boolean complete;

    private Selection(FaultRequest request, List<Problem> problems) {
        int before = problems.size();
        entries(request, FaultAttribute.HOSTS, text -> text, (text, drop) -> addHost(text, drop, problems), problems);
        entries(
                request,
                FaultAttribute.ADDRESSES,
                AddressRange::parse,
                (range, drop) -> (drop ? addresses : sparedAddresses).add(range),
                problems);
        entries(
                request,
                FaultAttribute.PORTS,
                PortRange::parse,
                (range, drop) -> (drop ? ports : sparedPorts).add(range),
                problems);
        protocol = protocol(request, problems);
        hasPorts = !request.list(FaultAttribute.PORTS).isEmpty();
        named = hasPorts
                || !request.list(FaultAttribute.HOSTS).isEmpty()
                || !request.list(FaultAttribute.ADDRESSES).isEmpty();
        complete = problems.size() == before;
    }

    /**
     * Reads the selection of a fault and checks that something is left of it.
     *
     * @throws PlanException with every problem: entries that cannot be read, and {@link #contradictions()}
     */
    public static Selection of(FaultRequest request) {
        List<Problem> problems = new ArrayList<>();
        Selection selection = read(request, problems);
        problems.addAll(selection.contradictions());
        if (!problems.isEmpty()) {
            throw PlanException.of(problems);
        }
        return selection;
    }

    /**
     * Reads the selection of a fault, for a back end that has more to check and reports all problems together, or that knows its
     * peers and checks by itself what is left of them.
     *
     * @param problems gets every entry that cannot be read; the others are selected
     */
    public static Selection read(FaultRequest request, List<Problem> problems) {
        return new Selection(request, problems);
    }

    /** Where an entry goes. */
    private interface Sink<T> {
        void add(T entry, boolean drop);
    }

    private static <T> void entries(
            FaultRequest request, String attribute, Function<String, T> reader, Sink<T> sink, List<Problem> problems) {
        for (String entry : request.list(attribute)) {
            boolean drop = !entry.startsWith("^");
            try {
                sink.add(reader.apply(entry.substring(drop ? 0 : 1).strip()), drop);
            } catch (IllegalArgumentException e) {
                problems.add(Problem.at(attribute, String.valueOf(e.getMessage())));
            }
        }
    }

    private void addHost(String host, boolean drop, List<Problem> problems) {
        if (AddressRange.looksLike(host)) {
            (drop ? addresses : sparedAddresses).add(AddressRange.parse(host));
        } else if (HOST.matcher(host).matches()) {
            (drop ? hosts : sparedHosts).add(host);
        } else {
            problems.add(Problem.at(FaultAttribute.HOSTS, "'" + host + "' is not a host name"));
        }
    }

    private static Protocol protocol(FaultRequest request, List<Problem> problems) {
        String text = request.optionalText(FaultAttribute.PROTOCOL).orElse(Protocol.ALL.name());
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equalsIgnoreCase(text)) {
                return protocol;
            }
        }
        problems.add(Problem.at(
                FaultAttribute.PROTOCOL, "protocol must be one of ALL, TCP, UDP, ICMP, got \"" + text + "\""));
        return Protocol.ALL;
    }

    /**
     * Returns what stands against the selection as a whole: no criterion at all, ports where there are none, nothing that is not
     * excluded as well.
     */
    public List<Problem> contradictions() {
        List<Problem> problems = new ArrayList<>();
        if (!named && protocol == Protocol.ALL) {
            problems.add(Problem.at(
                    FaultAttribute.HOSTS, "nothing is selected: name hosts, addresses, ports or a protocol"));
        }
        if (protocol == Protocol.ICMP && hasPorts) {
            problems.add(
                    Problem.at(FaultAttribute.PORTS, "ICMP has no ports: leave out the ports or choose TCP or UDP"));
        }
        if (complete
                && !everywhere()
                && hosts.stream().allMatch(this::spares)
                && addresses.stream().allMatch(this::spares)) {
            problems.add(Problem.at(
                    FaultAttribute.HOSTS, "nothing is left: everything that is selected is excluded as well"));
        }
        if (complete
                && !ports.isEmpty()
                && ports.stream().allMatch(range -> sparedPorts.stream().anyMatch(spared -> spared.contains(range)))) {
            problems.add(Problem.at(
                    FaultAttribute.PORTS, "nothing is left: every port that is selected is excluded as well"));
        }
        return problems;
    }

    /** Tells whether any host, address or port is written, be it only to spare it. */
    public boolean named() {
        return named;
    }

    /** Tells whether a host is spared by its name. */
    public boolean spares(String host) {
        return sparedHosts.stream().anyMatch(spared -> same(spared, host));
    }

    /** Tells whether all addresses of a range are spared, be it by a larger one. */
    public boolean spares(AddressRange range) {
        return covers(sparedAddresses, range);
    }

    private static boolean covers(List<AddressRange> ranges, AddressRange range) {
        return ranges.stream().anyMatch(one -> one.contains(range));
    }

    /** Returns the host names that are cut off, as they are written. */
    public List<String> hosts() {
        return List.copyOf(hosts);
    }

    /** Returns the host names that are spared, as they are written. */
    public List<String> sparedHosts() {
        return List.copyOf(sparedHosts);
    }

    /** Returns the addresses that are cut off; also those that stand among the hosts. */
    public List<AddressRange> addresses() {
        return List.copyOf(addresses);
    }

    /** Returns the addresses that are spared; also those that stand among the hosts. */
    public List<AddressRange> sparedAddresses() {
        return List.copyOf(sparedAddresses);
    }

    /** Returns the ports that are cut off; empty for all that are not spared. */
    public List<PortRange> ports() {
        return List.copyOf(ports);
    }

    /** Returns the ports that are spared. */
    public List<PortRange> sparedPorts() {
        return List.copyOf(sparedPorts);
    }

    /** Returns which packets are meant. */
    public Protocol protocol() {
        return protocol;
    }

    /** Tells whether neither hosts nor addresses are named, so that everybody is cut off who is not spared. */
    public boolean everywhere() {
        return hosts.isEmpty() && addresses.isEmpty();
    }

    /**
     * Tells whether it means a peer, for a back end that knows its peers beforehand.
     *
     * @param host name of the peer
     * @param at its addresses, as far as they are known; it is enough that one of them is meant or spared
     */
    public boolean selects(String host, Collection<AddressRange> at) {
        boolean spared = spares(host) || at.stream().anyMatch(this::spares);
        boolean named = hosts.stream().anyMatch(one -> same(one, host))
                || at.stream().anyMatch(address -> covers(addresses, address));
        return !spared && (everywhere() || named);
    }

    /** Tells whether it means a port. */
    public boolean selects(int port) {
        return (ports.isEmpty() || ports.stream().anyMatch(range -> range.contains(port)))
                && sparedPorts.stream().noneMatch(range -> range.contains(port));
    }

    /** Tells whether two writings are of one host name: capitals and a dot at the end make no difference. */
    public static boolean same(String host, String other) {
        return canonical(host).equals(canonical(other));
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
