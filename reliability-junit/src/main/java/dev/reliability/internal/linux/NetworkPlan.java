package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Lifeline;
import dev.reliability.spi.Selection;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A network fault checked against its target. Nothing has been changed yet. */
public final class NetworkPlan {

    private static final String FROM_US = "which is the controller of this test: it is never cut";
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);
    private static final AddressRange LOOPBACK_4 = AddressRange.parse("127.0.0.0/8");
    private static final AddressRange LOOPBACK_6 = AddressRange.parse("::1");

    private final Shell shell;
    private final NetworkSpec spec;
    private final Selection selection;
    private final List<String> problems;
    private final @Nullable HostFacts facts;
    private final List<Lifeline> lifelines;

    private NetworkPlan(
            Shell shell, NetworkSpec spec, List<String> problems, @Nullable HostFacts facts, List<Lifeline> lifelines) {
        this.shell = shell;
        this.spec = spec;
        this.selection = spec.selection();
        this.problems = List.copyOf(problems);
        this.facts = facts;
        this.lifelines = List.copyOf(lifelines);
    }

    /** Checks everything that can be checked; what is wrong is in {@link #problems()}, all of it. */
    public static NetworkPlan of(Shell shell, NetworkSpec spec) {
        List<String> problems = new ArrayList<>(spec.problems());
        Selection selection = spec.selection();
        HostFacts facts = null;
        List<Lifeline> lifelines = List.of();
        try {
            Set<String> hosts = new TreeSet<>(selection.hosts());
            hosts.addAll(selection.sparedHosts());
            facts = HostFacts.of(shell, hosts);
            checkHost(facts, shell.address(), true, problems);
            lifelines = shell.lifelines();
            checkAddresses(facts, selection, lifelines, problems);
        } catch (ShellException | LinuxFaultException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new NetworkPlan(shell, spec, problems, facts, lifelines);
    }

    /** Everything that stands against this fault, in the user's terms; empty when it can be armed. */
    public List<String> problems() {
        return problems;
    }

    /** The addresses that each host name has on the target now. */
    public Map<String, List<String>> resolved() {
        return resolved(selection.hosts());
    }

    /** The same for the names that are spared. */
    public Map<String, List<String>> resolvedSpared() {
        return resolved(selection.sparedHosts());
    }

    private Map<String, List<String>> resolved(List<String> hosts) {
        Map<String, List<String>> resolved = new LinkedHashMap<>();
        for (String host : hosts) {
            resolved.put(
                    host,
                    facts().resolved(host).stream().map(AddressRange::toString).toList());
        }
        return resolved;
    }

    /** Every address that each host name was seen to have so far; {@code found} since arming, as {@code host address...}. */
    Map<String, List<String>> seen(List<String> found) {
        Map<String, List<String>> hosts = new LinkedHashMap<>(resolved());
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

    /** What passes whatever was asked for, in people's words. */
    public List<String> neverCut() {
        List<String> spared = new ArrayList<>();
        lifelines.forEach(lifeline -> spared.add(lifeline.toString()));
        spared.add("loopback");
        List<AddressRange> resolvers = facts().addresses("resolver");
        if (spec.kind() != Kind.DNS && !resolvers.isEmpty()) {
            spared.add("DNS at "
                    + resolvers.stream().map(AddressRange::toString).distinct().collect(Collectors.joining(" and ")));
        }
        spared.add("NTP");
        spared.add("DHCP");
        spared.add("instance metadata");
        return spared;
    }

    /** Who attacks the target now; empty where it could not be asked. */
    public Optional<HostFacts.Mark> mark() {
        return facts == null ? Optional.empty() : facts.mark();
    }

    /** Which host this is, whatever name led to it: network faults of two places do not meet. */
    public String place() {
        return facts().place();
    }

    Shell shell() {
        return shell;
    }

    /** What was asked for. */
    public NetworkSpec spec() {
        return spec;
    }

    HostFacts facts() {
        if (facts == null) {
            throw new LinuxFaultException("this plan has problems: " + problems);
        }
        return facts;
    }

    static void checkHost(HostFacts facts, String address, boolean network, List<String> problems) {
        if (Integer.parseInt(facts.value("bash")) < 5) {
            problems.add(String.format(
                    Locale.ROOT, "%s has bash %s; bash 5 or later is needed", address, facts.value("bash")));
        }
        if (!facts.root()) {
            problems.add(String.format(
                            Locale.ROOT,
                            "%s: the login is not root and has no passwordless sudo; give it one of them (the right needed is",
                            address)
                    + " CAP_NET_ADMIN)");
        }
        if (network) {
            checkFilter(facts, address, problems);
        }
        for (String tool : List.of("flock", "timeout", "getent", "grep")) {
            if (!facts.has(tool)) {
                problems.add(String.format(Locale.ROOT, "%s has no %s", address, tool));
            }
        }
        for (String why : facts.all("nomark")) {
            problems.add(String.format(Locale.ROOT, "%s: no mark can be set, so nothing is done: %s", address, why));
        }
        if (facts.clockOffset().abs().compareTo(CLOCK_TOLERANCE) > 0) {
            problems.add(String.format(
                    Locale.ROOT,
                    "the clock of %s is off by %d s; at most %d s are allowed, since the kernel ends the fault by it",
                    address,
                    facts.clockOffset().toSeconds(),
                    CLOCK_TOLERANCE.toSeconds()));
        }
    }

    private static void checkFilter(HostFacts facts, String address, List<String> problems) {
        if (!facts.has("nft")) {
            problems.add(address + " has no nft; install the package nftables");
        } else if (!facts.value("denied").isEmpty() && facts.root()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s: nft may not change the packet filter (CAP_NET_ADMIN is missing): %s",
                    address,
                    facts.value("denied")));
        } else if (facts.root() && !facts.all("nointeractive").isEmpty()) {
            problems.add(address + ": its nft was built without interactive mode (nft -i)");
        }
    }

    private static void checkAddresses(
            HostFacts facts, Selection selection, List<Lifeline> lifelines, List<String> problems) {
        for (String host : selection.hosts()) {
            List<AddressRange> addresses = facts.resolved(host);
            if (addresses.isEmpty()) {
                problems.add("host '" + host + "' does not resolve on the target");
            }
            addresses.forEach(address -> checkTarget(lifelines, "host '" + host + "' resolves to", address, problems));
        }
        // where only other names are cut, one without an address has nothing to lose
        boolean needed = selection.everywhere() || !selection.addresses().isEmpty();
        selection.sparedHosts().stream()
                .filter(host -> needed && facts.resolved(host).isEmpty())
                .forEach(host -> problems.add(
                        "excluded host '" + host + "' does not resolve on the target, so it could not be spared"));
        selection.addresses().forEach(range -> checkTarget(lifelines, "the addresses hold", range, problems));
    }

    private static void checkTarget(List<Lifeline> lifelines, String what, AddressRange range, List<String> problems) {
        if (range.overlaps(LOOPBACK_4) || range.overlaps(LOOPBACK_6)) {
            if (!range.contains(LOOPBACK_4) && !range.contains(LOOPBACK_6)) {
                problems.add(String.format(Locale.ROOT, "%s %s, which is loopback: it is never cut", what, range));
            }
        }
        lifelines.stream()
                .filter(lifeline -> range.single() && range.equals(lifeline.peer()))
                .forEach(lifeline -> problems.add(what + " " + range + ", "
                        + (lifeline.port().isPresent()
                                ? FROM_US
                                : "where " + lifeline.what() + " goes: it is never cut")));
    }

    /** Name resolution in the kernel's terms: what is known now, in the order that the agent adds to. */
    Ruleset.Known known() {
        HostFacts known = facts();
        return new Ruleset.Known(
                selection.hosts().stream()
                        .flatMap(host -> known.resolved(host).stream())
                        .toList(),
                selection.sparedHosts().stream()
                        .flatMap(host -> known.resolved(host).stream())
                        .toList(),
                known.addresses("resolver"),
                lifelines);
    }

    /** Those of a link cannot be asked without saying which. */
    List<String> resolversToAsk() {
        return facts().addresses("resolver").stream()
                .map(AddressRange::toString)
                .distinct()
                .filter(address -> !address.startsWith("fe80:"))
                .toList();
    }

    /** Host names for the agent to resolve again and again. */
    String hostsToWatch() {
        if (spec.kind() == Kind.DNS) {
            return "";
        }
        List<String> watched = new ArrayList<>();
        selection.hosts().forEach(host -> watched.add("D," + host));
        selection.sparedHosts().forEach(host -> watched.add("X," + host));
        return String.join(";", watched);
    }
}
