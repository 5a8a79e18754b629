package dev.reliability.internal.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a link forwards to, looked up for each connection: a name that moves is followed. */
final class Upstream {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /** Lookups block, so they have threads of their own, which end when nothing is looked up. */
    private static final ThreadPoolExecutor LOOKUPS = lookups();

    private final Supplier<InetSocketAddress> asked;
    private final @Nullable InetSocketAddress fixed;

    private Upstream(Supplier<InetSocketAddress> asked, @Nullable InetSocketAddress fixed) {
        this.asked = asked;
        this.fixed = fixed;
    }

    static Upstream fixed(InetSocketAddress address) {
        return new Upstream(() -> address, address);
    }

    /** What the supplier says is asked for each connection; while it throws, none is made. */
    static Upstream asked(Supplier<InetSocketAddress> supplier) {
        return new Upstream(supplier, null);
    }

    /** Hands the addresses to the consumer on the I/O thread; none if nobody knows any. */
    void resolve(LinkLoop loop, Consumer<List<InetSocketAddress>> consumer) {
        InetSocketAddress known = fixed;
        if (known != null && LITERAL.matcher(known.getHostString()).matches()) {
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
            InetSocketAddress address = asked.get();
            return Stream.of(InetAddress.getAllByName(address.getHostString()))
                    .map(one -> new InetSocketAddress(one, address.getPort()))
                    .toList();
        } catch (UnknownHostException | RuntimeException | LinkageError e) {
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
        return fixed == null ? "what its supplier says" : fixed.getHostString() + ":" + fixed.getPort();
    }
}
