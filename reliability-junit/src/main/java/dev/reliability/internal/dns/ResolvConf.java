package dev.reliability.internal.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * How a machine asks for names: its resolv.conf, read as the C library reads it, with its defaults and limits.
 *
 * @param servers name servers in the order in which they are asked
 * @param search domains that are tried behind a name
 * @param dots how many dots a name needs to be asked for as it is at first
 * @param timeout how long the first answer of a server is waited for
 * @param attempts how often all servers are asked
 * @param rotate whether each question begins with another server
 * @param tcp whether questions go over TCP
 */
record ResolvConf(
        List<InetSocketAddress> servers,
        List<Name> search,
        int dots,
        Duration timeout,
        int attempts,
        boolean rotate,
        boolean tcp) {

    private static final int MOST_SERVERS = 3;
    private static final int MOST_DOTS = 15;
    private static final int LONGEST_TIMEOUT = 30;
    private static final int MOST_ATTEMPTS = 5;

    /**
     * Reads one.
     *
     * @param text empty if there is no such file: then the machine itself is asked
     * @param environment may hold {@code LOCALDOMAIN} and {@code RES_OPTIONS}, which count more than the file
     * @param hostName its domain is searched where the file names none
     * @param port of the servers
     */
    static ResolvConf parse(String text, Map<String, String> environment, String hostName, int port) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> search = domainOf(hostName);
        List<String> options = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            List<String> words = words(line);
            List<String> values = words.isEmpty() ? words : words.subList(1, words.size());
            switch (words.isEmpty() ? "" : words.get(0)) {
                case "nameserver" ->
                    values.stream()
                            .limit(1)
                            .flatMap(value -> HostsFile.literal(value).stream())
                            .map(address -> new InetSocketAddress(address, port))
                            .forEach(servers::add);
                case "domain" -> search = values.subList(0, Math.min(1, values.size()));
                case "search" -> search = values;
                case "options" -> options.addAll(values);
                default -> {
                    // sortlist, comments, and what other systems add
                }
            }
        }
        options.addAll(words(environment.getOrDefault("RES_OPTIONS", "")));
        if (environment.containsKey("LOCALDOMAIN")) {
            search = words(environment.get("LOCALDOMAIN"));
        }
        if (servers.isEmpty()) {
            servers.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        return new ResolvConf(
                List.copyOf(servers.subList(0, Math.min(MOST_SERVERS, servers.size()))),
                search.stream().flatMap(domain -> name(domain).stream()).toList(),
                number(options, "ndots:", 1, 0, MOST_DOTS),
                Duration.ofSeconds(number(options, "timeout:", 5, 1, LONGEST_TIMEOUT)),
                number(options, "attempts:", 2, 1, MOST_ATTEMPTS),
                options.contains("rotate"),
                options.contains("use-vc"));
    }

    /** Returns what a name may stand for, in the order in which it is asked for. */
    List<Name> candidates(String text) {
        boolean absolute = text.endsWith(".");
        List<Name> whole = name(text).stream().toList();
        if (absolute || whole.isEmpty()) {
            return whole;
        }
        List<Name> searched =
                search.stream().flatMap(domain -> below(text, domain).stream()).toList();
        long found = text.chars().filter(letter -> letter == '.').count();
        return (found >= dots
                        ? Stream.concat(whole.stream(), searched.stream())
                        : Stream.concat(searched.stream(), whole.stream()))
                .distinct()
                .toList();
    }

    /** Returns how long an answer is waited for when all servers have been asked for a number of times. */
    Duration timeout(int earlier) {
        if (earlier == 0) {
            return timeout;
        }
        Duration longer = timeout.multipliedBy(1L << earlier).dividedBy(servers.size());
        return longer.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : longer;
    }

    private static List<String> domainOf(String hostName) {
        int dot = hostName.indexOf('.');
        return dot < 0 ? List.of() : List.of(hostName.substring(dot + 1));
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+", -1))
                .takeWhile(word -> !word.startsWith("#") && !word.startsWith(";"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Name> below(String text, Name domain) {
        try {
            return Optional.of(Name.fromString(text, domain));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    private static int number(List<String> options, String option, int fallback, int least, int most) {
        return options.stream()
                .filter(one -> one.matches(option + "\\d{1,9}"))
                .map(one -> Integer.parseInt(one.substring(option.length())))
                .reduce((first, second) -> second)
                .map(value -> Math.max(least, Math.min(most, value)))
                .orElse(fallback);
    }
}
