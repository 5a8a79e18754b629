package dev.reliability.internal.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a link forwards to, looked up for each connection: a name that moves is followed. */
final class Upstream {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /** Lookups block, so they have threads of their own, which end when nothing is looked up. */
    private static final ThreadPoolExecutor LOOKUPS = lookups();

    private final String host;
    private final int port;

    Upstream(InetSocketAddress address) {
        host = address.getHostString();
        port = address.getPort();
    }

    /** Hands the addresses to the consumer on the I/O thread; none if the name is unknown. */
    void resolve(LinkLoop loop, Consumer<List<InetSocketAddress>> consumer) {
        if (LITERAL.matcher(host).matches()) {
            consumer.accept(lookup());
            return;
        }
        LOOKUPS.execute(() -> {
            List<InetSocketAddress> addresses = lookup();
            loop.execute(() -> consumer.accept(addresses));
        });
    }

    private List<InetSocketAddress> lookup() {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static ThreadPoolExecutor lookups() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "reliability-link-lookup");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
