package dev.reliability.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP forwarder of this JVM: listens on an address, connects each client to an upstream, and can be told to swallow,
 * delay or reset what passes. All links share one daemon thread; a link ends with {@link #close()} or with the JVM,
 * however that ends, and a frozen JVM freezes its links.
 *
 * <pre>{@code
 * try (TcpLink link = TcpLink.open("db.bookstore.example", InetSocketAddress.createUnresolved("127.0.0.1", 5432))) {
 *     ActiveFault blackhole = link.inject(LinkFault.blackhole());
 *     Observation proof = link.observe(Duration.ofMillis(100)).join();   // proof.confirms(blackhole.fault())
 *     ...
 *     blackhole.heal();                                                  // blackhole.bite() tells what it did
 * }
 * }</pre>
 *
 * <p>Half-closed connections stay half-open, a slow reader slows its writer, a refused upstream is a RST to the client,
 * and a RST on one side is a RST on the other. What a link has handed to the kernel before a fault was set is with the
 * peer, as a packet that has passed the wire is.
 */
public final class TcpLink implements AttackableLink {

    /** Bytes read at once; at most one such piece per connection and direction waits for a reader that is slow. */
    public static final int BUFFER = LinkLoop.CHUNK;

    private final LinkCore core;
    private final AtomicBoolean closing = new AtomicBoolean();

    private TcpLink(LinkCore core) {
        this.core = core;
    }

    /**
     * Opens a link on a free port of 127.0.0.1.
     *
     * @param name of the dependency, as in messages
     * @param upstream where to forward to; its host name is looked up anew for each connection
     * @return a link that listens
     */
    public static TcpLink open(String name, InetSocketAddress upstream) {
        return open(name, new InetSocketAddress(Sockets.LOOPBACK, 0), upstream);
    }

    /**
     * Opens a link on an address of choice.
     *
     * @param name of the dependency, as in messages
     * @param listen address to listen on, port 0 for a free one
     * @param upstream where to forward to; its host name is looked up anew for each connection
     * @return a link that listens
     * @throws UncheckedIOException if that address cannot be listened on
     */
    public static TcpLink open(String name, InetSocketAddress listen, InetSocketAddress upstream) {
        return open(name, listen, Upstream.fixed(upstream));
    }

    /**
     * Opens a link on a port of 127.0.0.1, to an upstream that may move.
     *
     * @param name of the dependency, as in messages
     * @param port to listen on, 0 for a free one
     * @param upstream asked for each connection where to forward to, on a thread that may wait; while it throws, connections are
     *     reset
     * @return a link that listens
     * @throws UncheckedIOException if that port cannot be listened on
     */
    public static TcpLink open(String name, int port, Supplier<InetSocketAddress> upstream) {
        return open(name, new InetSocketAddress(Sockets.LOOPBACK, port), Upstream.asked(upstream));
    }

    /**
     * Opens a link on a port of 127.0.0.1.
     *
     * @param name of the dependency, as in messages
     * @param port to listen on, 0 for a free one
     * @param upstream where to forward to; its host name is looked up anew for each connection
     * @return a link that listens
     * @throws UncheckedIOException if that port cannot be listened on
     */
    public static TcpLink open(String name, int port, InetSocketAddress upstream) {
        return open(name, new InetSocketAddress(Sockets.LOOPBACK, port), Upstream.fixed(upstream));
    }

    private static TcpLink open(String name, InetSocketAddress listen, Upstream upstream) {
        LinkLoop loop = LinkLoop.acquire();
        try {
            LinkCore core = new LinkCore(name, listen, upstream, loop);
            return loop.call(() -> {
                core.start();
                return new TcpLink(core);
            });
        } catch (IOException | RuntimeException e) {
            LinkLoop.release();
            InetAddress address = listen.getAddress();
            IOException cause = e instanceof IOException io ? io : new IOException(e);
            throw new UncheckedIOException(
                    "link " + name + " cannot listen on " + listen + ": " + e.getMessage()
                            + (address != null && address.isLoopbackAddress()
                                    ? ". Is the port taken? Outside Linux, loopback addresses other than 127.0.0.1 must"
                                            + " be added first (macOS: sudo ifconfig lo0 alias "
                                            + address.getHostAddress() + ")"
                                    : ""),
                    cause);
        }
    }

    /** {@return the name given when it was opened} */
    public String name() {
        return core.name();
    }

    /** {@return the address it listens on} */
    public InetSocketAddress address() {
        return core.address();
    }

    @Override
    public int port() {
        return core.address().getPort();
    }

    @Override
    public ActiveFault inject(LinkFault fault) {
        return set(fault, null);
    }

    @Override
    public ActiveFault inject(LinkFault fault, Duration atMost) {
        return set(fault, atMost);
    }

    private ActiveFault set(LinkFault fault, @Nullable Duration atMost) {
        // a closed link refuses by itself; its thread may have ended
        return core.isClosed() ? core.inject(fault, atMost) : core.call(() -> core.inject(fault, atMost));
    }

    /** {@return the fault it has now, if any} */
    public Optional<ActiveFault> fault() {
        return Optional.ofNullable(core.active());
    }

    @Override
    public boolean isClosed() {
        return core.isClosed();
    }

    @Override
    public LinkTotals totals() {
        return core.totals();
    }

    @Override
    public CompletableFuture<Observation> observe(Duration silence) {
        return LinkWitness.shared().observe(core, silence);
    }

    /** Ends all connections and the listener, and gives the port and all descriptors back before it returns. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                core.call(() -> {
                    core.close();
                    return core;
                });
            } finally {
                LinkLoop.release();
            }
        }
    }

    @Override
    public String toString() {
        return "link " + name() + " (" + address() + " -> " + core.upstream() + ")";
    }
}
