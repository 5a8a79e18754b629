package dev.reliability.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The inside of a link: its listener, its connections and its fault. What is not marked otherwise runs on the I/O thread. */
final class LinkCore {

    private static final int ACCEPTS_PER_TURN = 64;
    private static final long ACCEPT_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Clients that gave up on a silent connection. Whether they are gone or only done with sending cannot be seen, so
     * some are kept in silence; not all, or a client that retries for minutes would use up the descriptors.
     */
    private static final int ABANDONED_LIMIT = 256;

    private final String name;
    private final Upstream upstream;
    private final LinkLoop loop;
    private final Listener listener;
    private final Set<LinkConnection> connections = new HashSet<>();
    private final ArrayDeque<LinkConnection> abandoned = new ArrayDeque<>();
    private final Map<Integer, WitnessMark> witnesses = new ConcurrentHashMap<>();
    private volatile @Nullable ActiveFault active;
    private volatile boolean closed;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong bytesToUpstream = new AtomicLong();
    private final AtomicLong bytesToClient = new AtomicLong();
    private final AtomicLong upstreamFailures = new AtomicLong();
    private final FaultCounters formerFaults = new FaultCounters();

    LinkCore(String name, InetSocketAddress listen, Upstream upstream, LinkLoop loop) throws IOException {
        this.name = name;
        this.upstream = upstream;
        this.loop = loop;
        listener = new Listener(listen, loop, this::accept);
    }

    void start() throws IOException {
        listener.start();
    }

    /** From any thread. */
    <T> T call(Callable<T> callable) {
        return loop.call(callable);
    }

    String name() {
        return name;
    }

    Upstream upstream() {
        return upstream;
    }

    LinkLoop loop() {
        return loop;
    }

    InetSocketAddress address() {
        return listener.address();
    }

    /** From any thread. */
    @Nullable
    ActiveFault active() {
        return active;
    }

    /** From any thread. */
    boolean isClosed() {
        return closed;
    }

    /** From any thread: what connects from these local ports is the witness. */
    Map<Integer, WitnessMark> witnesses() {
        return witnesses;
    }

    ActiveFault inject(LinkFault fault, @Nullable Duration atMost) {
        if (closed) {
            throw new IllegalStateException("link " + name + " is closed: no " + fault + " can be set on it");
        }
        ActiveFault current = active;
        if (current != null) {
            throw new IllegalStateException("link " + name + " already has a " + current.fault() + ": no " + fault
                    + " can be set on it before that is healed");
        }
        ActiveFault next = new ActiveFault(name, this::heal, fault);
        active = next;
        boolean used = connections.stream().anyMatch(connection -> !connection.isWitness());
        List.copyOf(connections).forEach(LinkConnection::struck);
        if (used) {
            refuse();
        }
        if (atMost != null) {
            loop.schedule(System.nanoTime() + atMost.toNanos(), () -> end(next));
        }
        return next;
    }

    /** What the fault refuses is refused by the kernel, which counts nothing: so this begins once somebody was met. */
    private void refuse() {
        if (refuses()) {
            try {
                listener.pause();
            } catch (IOException e) {
                throw new UncheckedIOException("link " + name + " cannot stop listening: " + e.getMessage(), e);
            }
        }
    }

    private boolean refuses() {
        ActiveFault current = active;
        return current != null && current.fault() instanceof LinkFault.Refusal;
    }

    /** From any thread. */
    void heal(ActiveFault fault) {
        if (!closed) {
            call(() -> {
                end(fault);
                return fault;
            });
        }
    }

    private void end(ActiveFault fault) {
        if (active != fault) {
            return;
        }
        try {
            listener.resume();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "link " + name + " cannot listen on " + address() + " again: " + e.getMessage(), e);
        }
        active = null;
        abandoned.clear();
        List.copyOf(connections).forEach(connection -> connection.healed(fault));
        formerFaults.add(fault.bite());
        fault.ended();
    }

    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        listener.close();
        ActiveFault fault = active;
        active = null;
        abandoned.clear();
        List.copyOf(connections).forEach(LinkConnection::close);
        if (fault != null) {
            formerFaults.add(fault.bite());
            fault.ended();
        }
        loop.flushClosed();
    }

    void resolve(boolean witness, Consumer<List<InetSocketAddress>> consumer) {
        if (!witness) {
            upstream.resolve(loop, consumer);
            return;
        }
        try {
            consumer.accept(List.of(loop.echo().address()));
        } catch (IOException e) {
            consumer.accept(List.of());
        }
    }

    void forwarded(Direction direction, long bytes) {
        (direction == Direction.TO_UPSTREAM ? bytesToUpstream : bytesToClient).addAndGet(bytes);
    }

    void upstreamFailed() {
        upstreamFailures.incrementAndGet();
    }

    void abandoned(LinkConnection connection) {
        abandoned.add(connection);
        if (abandoned.size() > ABANDONED_LIMIT) {
            abandoned.remove().abort();
        }
    }

    void closed(LinkConnection connection) {
        if (connections.remove(connection) && !connection.isWitness()) {
            open.decrementAndGet();
        }
    }

    /** From any thread. */
    LinkTotals totals() {
        FaultCounters faults = new FaultCounters();
        faults.add(formerFaults.snapshot());
        ActiveFault current = active;
        if (current != null) {
            faults.add(current.bite());
        }
        return new LinkTotals(
                accepted.get(),
                open.get(),
                bytesToUpstream.get(),
                bytesToClient.get(),
                upstreamFailures.get(),
                faults.snapshot());
    }

    private void accept(SelectionKey key) {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                admit(channel);
            }
        } catch (IOException | OutOfMemoryError e) {
            // Out of descriptors, as a rule. The listener stays readable, so without a pause this would spin.
            key.interestOps(0);
            loop.schedule(System.nanoTime() + ACCEPT_PAUSE, () -> {
                if (key.isValid()) {
                    key.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    private void admit(SocketChannel channel) {
        try {
            WitnessMark mark = channel.getRemoteAddress() instanceof InetSocketAddress remote
                    ? witnesses.remove(remote.getPort())
                    : null;
            LinkConnection connection = new LinkConnection(this, channel, mark);
            connections.add(connection);
            if (mark == null) {
                accepted.incrementAndGet();
                open.incrementAndGet();
            } else {
                mark.accepted();
            }
            connection.accepted();
            if (mark == null && refuses()) {
                loop.execute(this::refuse);
            }
        } catch (IOException e) {
            // the client went away between the handshake and here
            Sockets.close(channel);
        }
    }
}
