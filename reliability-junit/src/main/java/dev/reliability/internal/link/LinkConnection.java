package dev.reliability.internal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the upstream that belongs to it. Lives on the I/O thread. */
final class LinkConnection {

    private enum State {
        /** accepted under a blackhole, no upstream */
        SILENT,
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final LinkCore link;
    private final SocketChannel client;
    private final SelectionKey clientKey;
    private final @Nullable WitnessMark witness;
    private final Flow toUpstream;
    private final Flow toClient;
    private final BiteRecorder bite;
    private @Nullable SocketChannel upstream;
    private @Nullable SelectionKey upstreamKey;
    private State state = State.SILENT;
    private int attempts;
    private boolean holed;

    LinkConnection(LinkCore link, SocketChannel client, @Nullable WitnessMark witness) throws IOException {
        this.link = link;
        this.client = client;
        this.witness = witness;
        bite = new BiteRecorder(link, witness);
        Sockets.prepare(client);
        toUpstream = new Flow(this, link.loop(), Direction.TO_UPSTREAM);
        toClient = new Flow(this, link.loop(), Direction.TO_CLIENT);
        clientKey = client.register(link.loop().selector(), 0, (LinkLoop.Ready) this::clientReady);
    }

    boolean isWitness() {
        return witness != null;
    }

    boolean open() {
        return state == State.OPEN;
    }

    @Nullable
    LinkFault fault() {
        ActiveFault active = link.active();
        return active == null ? null : active.fault();
    }

    boolean swallows() {
        return fault() instanceof LinkFault.Blackhole;
    }

    SocketChannel sink(Direction direction) {
        return direction == Direction.TO_CLIENT ? client : Objects.requireNonNull(upstream);
    }

    void forwarded(Direction direction, long bytes) {
        if (witness == null) {
            link.forwarded(direction, bytes);
        }
    }

    void swallowed(Direction direction, long bytes) {
        holed = true;
        bite.record().swallowed(direction, bytes);
    }

    void delayed() {
        bite.record().delayed();
    }

    /** Starts its life under whatever fault the link has now. */
    void accepted() {
        LinkFault fault = fault();
        if (fault != null && fault.resets()) {
            bite.record().reset();
            abort();
        } else if (fault instanceof LinkFault.Blackhole) {
            bite.record();
            settle();
        } else {
            connect();
        }
    }

    /** A fault begins while this connection exists. */
    void struck() {
        LinkFault fault = fault();
        if (fault != null && fault.resets()) {
            bite.record().reset();
            abort();
        } else if (fault instanceof LinkFault.Blackhole) {
            boolean lostRequest = toUpstream.drop();
            boolean lostAnswer = toClient.drop();
            if (lostRequest || lostAnswer) {
                holed = true;
                bite.record();
            }
            settle();
        }
    }

    /** The fault is over; its counters still take what healing does. */
    void healed(ActiveFault former) {
        if (holed) {
            bite.counters(former).reset();
            abort();
            return;
        }
        if (state == State.SILENT) {
            connect();
            return;
        }
        if (state == State.OPEN) {
            toUpstream.expedite();
            toClient.expedite();
            drain(toUpstream);
            drain(toClient);
        }
    }

    /** The end of a connection that is swallowed is no bite: it is nobody's traffic. */
    void sourceEnded(Flow flow) throws IOException {
        if (swallows()) {
            holed = true;
            if (upstream == null) {
                link.abandoned(this);
            }
            return;
        }
        flow.end(false);
    }

    void sourceReset(Flow flow) throws IOException {
        if (swallows()) {
            holed = true;
            if (upstream == null) {
                close();
            } else {
                Sockets.close(flow.direction() == Direction.TO_UPSTREAM ? client : upstream);
            }
            return;
        }
        flow.end(true);
    }

    void drain(Flow flow) {
        if (state != State.OPEN || swallows()) {
            return;
        }
        try {
            flow.drain();
        } catch (IOException e) {
            abort();
        }
        settle();
    }

    private void connect() {
        state = State.CONNECTING;
        int attempt = ++attempts;
        settle();
        link.resolve(witness != null, addresses -> {
            if (state == State.CONNECTING && attempt == attempts) {
                connect(addresses.iterator());
            }
        });
    }

    private void connect(Iterator<InetSocketAddress> addresses) {
        while (addresses.hasNext() && !swallows()) {
            InetSocketAddress address = addresses.next();
            try {
                SocketChannel channel = SocketChannel.open();
                upstream = channel;
                Sockets.prepare(channel);
                boolean connected = channel.connect(address);
                upstreamKey = channel.register(
                        link.loop().selector(), connected ? 0 : SelectionKey.OP_CONNECT, (LinkLoop.Ready)
                                key -> upstreamReady(key, addresses));
                if (connected) {
                    opened();
                }
                return;
            } catch (IOException | RuntimeException e) {
                dropUpstream();
            }
        }
        if (swallows()) {
            // What a connection attempt would have met is swallowed too.
            state = State.SILENT;
            bite.record();
            settle();
        } else {
            link.upstreamFailed();
            abort();
        }
    }

    private void opened() {
        state = State.OPEN;
        settle();
    }

    private void clientReady(SelectionKey key) {
        try {
            Interest.serve(key, toUpstream, toClient);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            abort();
        }
        settle();
    }

    private void upstreamReady(SelectionKey key, Iterator<InetSocketAddress> otherAddresses) {
        SocketChannel channel = (SocketChannel) key.channel();
        if (state == State.CONNECTING) {
            try {
                if (channel.finishConnect()) {
                    opened();
                }
            } catch (IOException e) {
                dropUpstream();
                connect(otherAddresses);
            }
            return;
        }
        try {
            Interest.serve(key, toClient, toUpstream);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            abort();
        }
        settle();
    }

    /** Brings what the selector watches in line with what the flows want; ends the connection when both are done. */
    private void settle() {
        if (state == State.CLOSED) {
            return;
        }
        if (toUpstream.finished() && toClient.finished()) {
            close();
            return;
        }
        boolean connecting = state == State.CONNECTING;
        Interest.watch(clientKey, connecting && !swallows() ? 0 : Interest.of(toUpstream, toClient));
        SelectionKey key = upstreamKey;
        if (key != null && !connecting) {
            Interest.watch(key, Interest.of(toClient, toUpstream));
        }
    }

    private void dropUpstream() {
        Sockets.close(upstream);
        upstream = null;
        upstreamKey = null;
    }

    /** Ends both sides with a RST. */
    void abort() {
        if (state != State.CLOSED) {
            Sockets.reset(client);
            Sockets.reset(upstream);
            closed();
        }
    }

    void close() {
        if (state != State.CLOSED) {
            Sockets.close(client);
            Sockets.close(upstream);
            closed();
        }
    }

    private void closed() {
        state = State.CLOSED;
        toUpstream.discard();
        toClient.discard();
        link.closed(this);
    }
}
