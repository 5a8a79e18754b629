package dev.reliability.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A UDP forwarder of this JVM, beside {@link TcpLink} and on the same thread. Each client, by address and port, has a socket of its
 * own to the upstream, so that answers find their way; it is given up after a minute without traffic.
 */
public final class DatagramLink implements AttackableLink {

    private static final int PER_TURN = 64;
    private static final int HELD_BACK = 4096;

    private final String name;
    private final Upstream upstream;
    private final LinkLoop loop;
    private final DatagramChannel channel;
    private final int port;
    private final DatagramSessions sessions = new DatagramSessions(this);
    private final Map<Integer, WitnessMark> witnesses = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong bytesToUpstream = new AtomicLong();
    private final AtomicLong bytesToClient = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final FaultCounters formerFaults = new FaultCounters();
    private volatile @Nullable ActiveFault active;
    private int heldBack;

    private DatagramLink(String name, int port, Upstream upstream, LinkLoop loop) throws IOException {
        this.name = name;
        this.upstream = upstream;
        this.loop = loop;
        channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(Sockets.LOOPBACK, port));
            channel.configureBlocking(false);
            this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens a link on a port of 127.0.0.1.
     *
     * @param name of the dependency, as in messages
     * @param port to listen on, 0 for a free one
     * @param upstream asked for each client where to forward to, on a thread that may wait
     * @return a link that listens
     * @throws UncheckedIOException if that port cannot be listened on
     */
    public static DatagramLink open(String name, int port, Supplier<InetSocketAddress> upstream) {
        LinkLoop loop = LinkLoop.acquire();
        try {
            DatagramLink link = new DatagramLink(name, port, Upstream.asked(upstream), loop);
            return loop.call(() -> {
                link.channel.register(loop.selector(), SelectionKey.OP_READ, (LinkLoop.Ready) key -> link.readable());
                return link;
            });
        } catch (IOException | RuntimeException e) {
            LinkLoop.release();
            throw new UncheckedIOException(
                    "link " + name + " cannot listen on UDP port " + port + ": " + e.getMessage(),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    @Override
    public int port() {
        return port;
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
        if (isClosed()) {
            throw new IllegalStateException("link " + name + " is closed: no " + fault + " can be set on it");
        }
        return loop.call(() -> {
            ActiveFault current = active;
            if (current != null) {
                throw new IllegalStateException("link " + name + " already has a " + current.fault() + ": no " + fault
                        + " can be set on it before that is healed");
            }
            ActiveFault next = new ActiveFault(name, this::heal, fault);
            active = next;
            if (atMost != null) {
                loop.schedule(System.nanoTime() + atMost.toNanos(), () -> end(next));
            }
            return next;
        });
    }

    private void heal(ActiveFault fault) {
        if (!isClosed()) {
            loop.call(() -> {
                end(fault);
                return fault;
            });
        }
    }

    private void end(ActiveFault fault) {
        if (active == fault) {
            active = null;
            formerFaults.add(fault.bite());
            fault.ended();
        }
    }

    @Nullable
    ActiveFault active() {
        return active;
    }

    Map<Integer, WitnessMark> witnesses() {
        return witnesses;
    }

    @Override
    public CompletableFuture<Observation> observe(Duration silence) {
        return LinkWitness.shared().observe(this, silence);
    }

    /** Each datagram of a client counts as accepted. */
    @Override
    public LinkTotals totals() {
        FaultCounters faults = new FaultCounters();
        faults.add(formerFaults.snapshot());
        ActiveFault current = active;
        if (current != null) {
            faults.add(current.bite());
        }
        return new LinkTotals(
                received.get(), 0, bytesToUpstream.get(), bytesToClient.get(), failures.get(), faults.snapshot());
    }

    @Override
    public boolean isClosed() {
        return closing.get();
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                loop.call(() -> {
                    Sockets.close(channel);
                    sessions.close();
                    ActiveFault fault = active;
                    if (fault != null) {
                        end(fault);
                    }
                    loop.flushClosed();
                    return this;
                });
            } finally {
                LinkLoop.release();
            }
        }
    }

    LinkLoop loop() {
        return loop;
    }

    Upstream upstream() {
        return upstream;
    }

    void failed() {
        failures.incrementAndGet();
    }

    private void readable() {
        try {
            for (int i = 0; i < PER_TURN; i++) {
                ByteBuffer buffer = loop.scratch();
                if (!(channel.receive(buffer) instanceof InetSocketAddress client)) {
                    return;
                }
                fromClient(client, buffer.flip());
            }
        } catch (IOException e) {
            // of one datagram; the next is none the worse for it
            failed();
        }
    }

    private void fromClient(InetSocketAddress client, ByteBuffer data) {
        WitnessMark mark = witnesses.get(client.getPort());
        if (mark != null) {
            mark.accepted();
            pass(
                    Direction.TO_UPSTREAM,
                    mark,
                    data,
                    there -> pass(Direction.TO_CLIENT, mark, there, back -> send(client, back)));
            return;
        }
        received.incrementAndGet();
        pass(Direction.TO_UPSTREAM, null, data, there -> {
            bytesToUpstream.addAndGet(there.remaining());
            sessions.of(client).send(there);
        });
    }

    void fromUpstream(InetSocketAddress client, ByteBuffer data) {
        pass(Direction.TO_CLIENT, null, data, back -> {
            bytesToClient.addAndGet(back.remaining());
            send(client, back);
        });
    }

    private void send(InetSocketAddress client, ByteBuffer data) {
        try {
            channel.send(data, client);
        } catch (IOException e) {
            failed();
        }
    }

    /** Hands a datagram on, unless the fault takes it; later, if the fault delays it. */
    private void pass(Direction direction, @Nullable WitnessMark mark, ByteBuffer data, Consumer<ByteBuffer> next) {
        ActiveFault current = active;
        if (current == null) {
            next.accept(data);
            return;
        }
        FaultCounters counters = mark != null ? mark.counters() : current.counters();
        if (takes(current.fault(), direction)) {
            counters.connection(true);
            counters.swallowed(direction, data.remaining());
        } else if (current.fault() instanceof LinkFault.Latency latency
                && !latency.of(direction).isZero()) {
            counters.connection(true);
            counters.delayed();
            later(Flow.delayed(latency, direction), data, next);
        } else {
            next.accept(data);
        }
    }

    private static boolean takes(LinkFault fault, Direction direction) {
        return fault instanceof LinkFault.Blackhole
                || (fault instanceof LinkFault.Loss loss
                        && direction == Direction.TO_UPSTREAM
                        && ThreadLocalRandom.current().nextDouble(100) < loss.percent());
    }

    private void later(long due, ByteBuffer data, Consumer<ByteBuffer> next) {
        if (heldBack >= HELD_BACK) {
            // as a queue that is full
            return;
        }
        heldBack++;
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        loop.schedule(due, () -> {
            heldBack--;
            if (!isClosed()) {
                next.accept(copy);
            }
        });
    }
}
