package dev.reliability.internal.plan;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.dns.HostLookup;
import dev.reliability.internal.dns.NameServer;
import dev.reliability.internal.dns.SystemNames;
import dev.reliability.spi.PlanContext;
import java.util.Locale;
import java.util.Optional;

/**
 * Says where host names are looked up, past the cache of the JVM: at the server that the setting {@code resolver.HOST} names
 * ({@code authoritative}: at those of the name's zone; {@code jvm}: by the JVM after all), else at the one where a signal
 * {@code dns:HOST@resolver:port} looks, else as the machine does it.
 */
public final class Resolvers {

    private static final String SETTING = "resolver.";
    private static final String AUTHORITATIVE = "authoritative";
    private static final String JVM = "jvm";
    private static final String DNS = "dns:";

    private Resolvers() {}

    /**
     * Returns the lookup of a host.
     *
     * @throws IllegalArgumentException if the setting is malformed
     */
    public static HostLookup lookup(String host, PlanContext context) {
        return context.value(SETTING + host)
                .map(server -> switch (server) {
                    case AUTHORITATIVE -> DnsLookup.authoritative(host);
                    case JVM -> SystemNames.ofJvm(host);
                    default -> DnsLookup.at(host, NameServer.parse(server));
                })
                .orElseGet(() -> SystemNames.ofMachine(host));
    }

    /** Returns the host that a setting is about, if it is one of these. */
    static Optional<String> host(String setting) {
        return setting.startsWith(SETTING) ? Optional.of(setting.substring(SETTING.length())) : Optional.empty();
    }

    /** Returns the server at which a signal looks a host up, if it does. */
    static Optional<String> server(String signal, String host) {
        int at = signal.indexOf('@');
        if (!signal.startsWith(DNS) || at < 0) {
            return Optional.empty();
        }
        String watched = signal.substring(DNS.length(), at);
        return canonical(watched).equals(canonical(host)) ? Optional.of(signal.substring(at + 1)) : Optional.empty();
    }

    private static String canonical(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
