package dev.reliability.internal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What one client exchanges with the upstream. Lives on the I/O thread. */
final class DatagramSession {

    private static final int WAITING = 64;
    private static final int PER_TURN = 64;

    private final DatagramLink link;
    private final InetSocketAddress client;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable DatagramChannel channel;
    private boolean closed;
    private long lastUsed = System.nanoTime();

    DatagramSession(DatagramLink link, InetSocketAddress client) {
        this.link = link;
        this.client = client;
        link.upstream().resolve(link.loop(), this::resolved);
    }

    long lastUsed() {
        return lastUsed;
    }

    boolean closed() {
        return closed;
    }

    private void resolved(List<InetSocketAddress> addresses) {
        if (closed) {
            return;
        }
        if (addresses.isEmpty()) {
            failed();
            return;
        }
        try {
            DatagramChannel opened = DatagramChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.connect(addresses.get(0));
            opened.register(link.loop().selector(), SelectionKey.OP_READ, (LinkLoop.Ready) key -> readable(opened));
            for (ByteBuffer data = waiting.poll(); data != null; data = waiting.poll()) {
                opened.write(data);
            }
        } catch (IOException e) {
            failed();
        }
    }

    void send(ByteBuffer data) {
        lastUsed = System.nanoTime();
        DatagramChannel open = channel;
        if (open == null) {
            if (waiting.size() < WAITING) {
                waiting.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
            }
            return;
        }
        try {
            open.write(data);
        } catch (IOException e) {
            // the upstream said that nobody listens there
            failed();
        }
    }

    private void readable(DatagramChannel open) {
        try {
            for (int i = 0; i < PER_TURN && !closed; i++) {
                ByteBuffer buffer = link.loop().scratch();
                if (open.receive(buffer) == null) {
                    return;
                }
                lastUsed = System.nanoTime();
                link.fromUpstream(client, buffer.flip());
            }
        } catch (IOException e) {
            failed();
        }
    }

    private void failed() {
        link.failed();
        close();
    }

    void close() {
        closed = true;
        waiting.clear();
        Sockets.close(channel);
    }
}
