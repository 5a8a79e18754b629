package dev.reliability.internal.plan;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.dns.NameServer;
import dev.reliability.spi.PlanContext;
import java.util.Optional;

/** Says which host names are looked up past every cache, and where. */
public final class Resolvers {

    private static final String SETTING = "resolver.";

    private Resolvers() {}

    /**
     * Returns the lookup of a host: at the server that {@code resolver.HOST} names. Without it, the system's resolver is
     * good enough.
     *
     * @throws IllegalArgumentException if the setting is malformed
     */
    public static Optional<DnsLookup> lookup(String host, PlanContext context) {
        return context.value(SETTING + host).map(server -> DnsLookup.at(host, NameServer.parse(server)));
    }
}
