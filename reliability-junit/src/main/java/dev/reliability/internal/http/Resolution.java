package dev.reliability.internal.http;

import dev.reliability.internal.dns.HostLookup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The lookup that one request may need. */
final class Resolution {

    /** Whoever waits for the request words its timeout better than the lookup can, so that comes first. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final HostLookup lookup;
    private final Duration timeout;
    private volatile boolean underWay;

    Resolution(HostLookup lookup, Duration timeout) {
        this.lookup = lookup;
        this.timeout = timeout;
    }

    CompletableFuture<List<InetAddress>> begin() {
        underWay = true;
        return lookup.addresses(timeout.plus(GRACE)).whenComplete((found, thrown) -> underWay = false);
    }

    /** Tells whether an answer is being waited for. */
    boolean underWay() {
        return underWay;
    }
}
