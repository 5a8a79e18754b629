package dev.reliability.internal.link.fault;

import dev.reliability.internal.net.AddressRange;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which links of a process a fault hits: those of the hosts or addresses that are named, or all if none is, as far as the
 * ports fit and nothing excludes them.
 */
final class LinkSelection {

    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    private final String process;
    private final String kind;
    private final List<LinkDeclaration> declared;
    private final List<String> problems = new ArrayList<>();
    private final Map<LinkDeclaration, List<AddressRange>> addresses = new LinkedHashMap<>();

    private LinkSelection(String process, String kind, List<LinkDeclaration> declared) {
        this.process = process;
        this.kind = kind;
        this.declared = declared;
    }

    /**
     * Selects links.
     *
     * @param process name of the process, as messages speak of it
     * @return the links to be hit, at least one, in the order of their declaration
     * @throws PlanException with everything that is wrong, and how to declare what is missing
     */
    static List<LinkDeclaration> select(String process, List<LinkDeclaration> declared, FaultRequest request) {
        return new LinkSelection(process, request.kind(), declared).select(request);
    }

    private List<LinkDeclaration> select(FaultRequest request) {
        List<String> hosts = request.list("hosts");
        if (declared.isEmpty()) {
            throw new PlanException(process + " has no links, and links are what a " + kind
                    + " of a process acts on: declare one with " + declaration(firstIncluded(hosts)));
        }
        String protocol = request.attributes().containsKey("protocol") ? request.text("protocol") : "ALL";
        if (!protocol.equals("ALL") && !protocol.equals("TCP")) {
            throw new PlanException("links carry TCP alone, so a " + kind + " of " + protocol + " would hit nothing on "
                    + process + ": choose TCP or ALL, or a host as the target");
        }
        List<String> ranges = request.list("addresses");
        List<String> ports = request.list("ports");
        if (hosts.isEmpty() && ranges.isEmpty() && ports.isEmpty() && protocol.equals("ALL")) {
            throw new PlanException("nothing is selected: name hosts, addresses or ports; " + declaredLinks()
                    + ", add others with " + declaration("HOST"));
        }
        Criteria who = new Criteria();
        hosts.forEach(host -> who.add(host, this::byHost));
        ranges.forEach(range -> who.add(range, (text, excluded) -> byRange(text)));
        Criteria where = new Criteria();
        ports.forEach(port -> where.add(port, (text, excluded) -> byPort(text)));
        if (problems.isEmpty()) {
            List<LinkDeclaration> selected = declared.stream()
                    .filter(link -> who.selects(link) && where.selects(link))
                    .toList();
            if (!selected.isEmpty() && problems.isEmpty()) {
                return selected;
            }
            if (problems.isEmpty()) {
                problems.add("nothing is left: no link of " + process + " is selected and not excluded; "
                        + declaredLinks() + ", add others with " + declaration(firstIncluded(hosts)));
            }
        }
        throw new PlanException(problems);
    }

    private Predicate<LinkDeclaration> byHost(String host, boolean excluded) {
        if (AddressRange.looksLike(host)) {
            return byRange(host);
        }
        String wanted = canonical(host);
        if (!excluded
                && declared.stream().noneMatch(link -> canonical(link.name()).equals(wanted))) {
            problems.add("no link of " + process + " leads to \"" + host + "\": declare it with " + declaration(host)
                    + "; " + declaredLinks());
        }
        return link -> canonical(link.name()).equals(wanted);
    }

    private Predicate<LinkDeclaration> byRange(String text) {
        try {
            AddressRange range = AddressRange.parse(text);
            return link -> addresses(link).stream().anyMatch(range::contains);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return link -> false;
        }
    }

    private Predicate<LinkDeclaration> byPort(String text) {
        Matcher matcher = PORTS.matcher(text);
        int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int last = first > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
        if (first < 1 || last < first || last > 65535) {
            problems.add("\"" + text + "\" is neither a port nor a range such as 8000-8100");
        }
        return link -> first <= link.port() && link.port() <= last;
    }

    private List<AddressRange> addresses(LinkDeclaration link) {
        return addresses.computeIfAbsent(link, this::lookUp);
    }

    private List<AddressRange> lookUp(LinkDeclaration link) {
        try {
            return Stream.of(InetAddress.getAllByName(link.host()))
                    .map(address -> AddressRange.parse(withoutScope(address.getHostAddress())))
                    .toList();
        } catch (UnknownHostException e) {
            problems.add("link " + link.name() + " leads to " + link.upstream()
                    + ", which does not resolve: whether the addresses select it cannot be told");
            return List.of();
        }
    }

    private static String withoutScope(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private String declaredLinks() {
        return "declared are " + declared.stream().map(LinkDeclaration::name).collect(Collectors.joining(", "));
    }

    private static String firstIncluded(List<String> hosts) {
        Optional<String> named =
                hosts.stream().filter(host -> !host.startsWith("^")).findFirst();
        return named.orElse("HOST");
    }

    private static String declaration(String host) {
        return ".link(\"" + host + "\", \"UPSTREAM-HOST:PORT\")";
    }

    private interface Reader {
        Predicate<LinkDeclaration> read(String text, boolean excluded);
    }

    /** Entries of one sort: {@code ^} excludes, exclusion wins, no inclusion includes all. */
    private static final class Criteria {

        private final List<Predicate<LinkDeclaration>> included = new ArrayList<>();
        private final List<Predicate<LinkDeclaration>> excluded = new ArrayList<>();

        void add(String entry, Reader reader) {
            boolean excludes = entry.startsWith("^");
            String text = excludes ? entry.substring(1).strip() : entry.strip();
            (excludes ? excluded : included).add(reader.read(text, excludes));
        }

        boolean selects(LinkDeclaration link) {
            return (included.isEmpty() || included.stream().anyMatch(one -> one.test(link)))
                    && excluded.stream().noneMatch(one -> one.test(link));
        }
    }
}
