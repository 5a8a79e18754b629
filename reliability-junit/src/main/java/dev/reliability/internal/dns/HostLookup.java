package dev.reliability.internal.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds the addresses of one host, each time anew. */
@FunctionalInterface
public interface HostLookup {

    /**
     * Looks the host up.
     *
     * @param timeout how long it may take
     * @return its addresses, at least one, in the order in which they are tried; fails with a {@link DnsException} that says
     *     what was seen
     */
    CompletableFuture<List<InetAddress>> addresses(Duration timeout);
}
