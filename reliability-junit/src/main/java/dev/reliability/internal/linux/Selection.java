package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.internal.net.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a {@link NetworkSpec} read and checked, before any target is asked.
 *
 * @param hosts names to drop
 * @param sparedHosts names to spare
 * @param ranges addresses to drop
 * @param sparedRanges addresses to spare
 * @param ports ports to drop, in nft's writing
 * @param sparedPorts ports to spare, in nft's writing
 */
record Selection(
        List<String> hosts,
        List<String> sparedHosts,
        List<AddressRange> ranges,
        List<AddressRange> sparedRanges,
        List<String> ports,
        List<String> sparedPorts) {

    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63})*\\.?");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    /** Whether nothing is named to be dropped, which means everything that is not spared. */
    boolean everything() {
        return hosts.isEmpty() && ranges.isEmpty();
    }

    static Selection of(NetworkSpec spec, List<String> problems) {
        Selection selection = new Selection(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (String entry : spec.hosts()) {
            split(
                    entry,
                    included -> selection.addHost(included, true, problems),
                    excluded -> selection.addHost(excluded, false, problems));
        }
        for (String entry : spec.addresses()) {
            split(
                    entry,
                    included -> addRange(included, selection.ranges, problems),
                    excluded -> addRange(excluded, selection.sparedRanges, problems));
        }
        for (String entry : spec.ports()) {
            split(
                    entry,
                    included -> addPorts(included, selection.ports, problems),
                    excluded -> addPorts(excluded, selection.sparedPorts, problems));
        }
        selection.checkTogether(spec, problems);
        return selection;
    }

    private void checkTogether(NetworkSpec spec, List<String> problems) {
        boolean named = !spec.hosts().isEmpty()
                || !spec.addresses().isEmpty()
                || !spec.ports().isEmpty();
        if (spec.kind() == Kind.DNS) {
            if (named) {
                problems.add("an attack on DNS takes no hosts, addresses or ports");
            }
        } else if (!named && spec.protocol() == Protocol.ALL) {
            problems.add("nothing is selected: name hosts, addresses, ports or a protocol");
        }
        if (spec.protocol() == Protocol.ICMP && !spec.ports().isEmpty()) {
            problems.add("ICMP has no ports: leave out the ports or choose TCP or UDP");
        }
        if (!(spec.percent() > 0 && spec.percent() <= 100)) {
            problems.add("percent must be above 0 and at most 100, got " + spec.percent());
        }
        if (!everything()
                && hosts.stream().allMatch(sparedHosts::contains)
                && ranges.stream()
                        .allMatch(range -> sparedRanges.stream().anyMatch(spared -> spared.contains(range)))) {
            problems.add("nothing is left: everything that is selected is excluded as well");
        }
        if (spec.duration().toSeconds() < 1 || spec.duration().toDays() > 1) {
            problems.add("the duration must be between 1 s and 1 day, got " + spec.duration());
        }
        if (spec.lease().toMillis() < 500 || spec.lease().toMillis() > 60_000) {
            problems.add("the lease must be between 500 ms and 60 s, got " + spec.lease());
        }
    }

    private static void split(String entry, Consumer<String> include, Consumer<String> exclude) {
        if (entry.startsWith("^")) {
            exclude.accept(entry.substring(1).strip());
        } else {
            include.accept(entry.strip());
        }
    }

    private void addHost(String host, boolean drop, List<String> problems) {
        if (AddressRange.looksLike(host)) {
            addRange(host, drop ? ranges : sparedRanges, problems);
        } else if (HOST.matcher(host).matches()) {
            (drop ? hosts : sparedHosts).add(host);
        } else {
            problems.add("'" + host + "' is not a host name");
        }
    }

    private static void addRange(String text, List<AddressRange> ranges, List<String> problems) {
        try {
            ranges.add(AddressRange.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void addPorts(String text, List<String> ports, List<String> problems) {
        Matcher matcher = PORTS.matcher(text);
        int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int last = first > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
        if (first < 1 || last < first || last > 65535) {
            problems.add("'" + text + "' is neither a port nor a range such as 8000-8100");
        } else {
            ports.add(first == last ? Integer.toString(first) : first + "-" + last);
        }
    }
}
