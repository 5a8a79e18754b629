package dev.reliability.internal.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection. What was read is written at once; only what the sink does not take, or a latency
 * holds back, is kept, and nothing more is read than that bound allows.
 */
final class Flow {

    /** What a latency may hold back: 10 MB/s at 100 ms, as a window of that size would give. */
    static final int DELAY_LIMIT = 1024 * 1024;

    /** Chunks per turn, so that one busy connection does not starve the others. */
    private static final int BUDGET = 8;

    private enum Kind {
        DATA,
        END,
        RESET
    }

    private static final class Chunk {
        private final Kind kind;
        private final ByteBuffer data;
        private final boolean pooled;
        private long due;

        Chunk(Kind kind, ByteBuffer data, boolean pooled, long due) {
            this.kind = kind;
            this.data = data;
            this.pooled = pooled;
            this.due = due;
        }
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LinkConnection connection;
    private final LinkLoop loop;
    private final Direction direction;
    /** First in, first out: what jitter makes due earlier still waits for what was sent before it. */
    private final Queue<Chunk> queue = new ArrayDeque<>(2);

    private long queuedBytes;
    private boolean timerSet;
    private long timerDue;
    private boolean sourceEnded;
    private boolean finished;

    Flow(LinkConnection connection, LinkLoop loop, Direction direction) {
        this.connection = connection;
        this.loop = loop;
        this.direction = direction;
    }

    Direction direction() {
        return direction;
    }

    /** {@return whether the end of the stream has been passed on} */
    boolean finished() {
        return finished;
    }

    void sourceEnded() {
        sourceEnded = true;
    }

    boolean wantsRead() {
        if (sourceEnded) {
            return false;
        }
        if (connection.swallows()) {
            return true;
        }
        return connection.open() && (delay() != null ? queuedBytes < DELAY_LIMIT : queue.isEmpty());
    }

    boolean wantsWrite() {
        Chunk head = queue.peek();
        return head != null && head.due - System.nanoTime() <= 0;
    }

    /** Reads what there is, up to a fair share; an exception is the sink's. */
    void pump(SocketChannel source) throws IOException {
        for (int i = 0; i < BUDGET && wantsRead(); i++) {
            ByteBuffer buffer = loop.scratch();
            int read;
            try {
                read = source.read(buffer);
            } catch (IOException e) {
                sourceEnded = true;
                connection.sourceReset(this);
                return;
            }
            if (read < 0) {
                sourceEnded = true;
                connection.sourceEnded(this);
                return;
            }
            if (read == 0) {
                return;
            }
            boolean more = !buffer.hasRemaining();
            take(buffer.flip());
            if (!more) {
                return;
            }
        }
    }

    private void take(ByteBuffer buffer) throws IOException {
        if (connection.swallows()) {
            connection.swallowed(direction, buffer.remaining());
            return;
        }
        LinkFault.@Nullable Latency latency = delay();
        if (latency != null) {
            ByteBuffer copy =
                    ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            connection.delayed();
            enqueue(new Chunk(Kind.DATA, copy, false, due(latency)));
            return;
        }
        connection.forwarded(direction, connection.sink(direction).write(buffer));
        if (buffer.hasRemaining()) {
            queuedBytes += buffer.remaining();
            queue.add(new Chunk(Kind.DATA, loop.keepScratch(), true, System.nanoTime()));
        }
    }

    /** Passes on the end of the stream, or its reset, behind everything that is still held back. */
    void end(boolean reset) throws IOException {
        LinkFault.@Nullable Latency latency = delay();
        long due = latency != null ? due(latency) : System.nanoTime();
        enqueue(new Chunk(reset ? Kind.RESET : Kind.END, NOTHING, false, due));
    }

    private void enqueue(Chunk chunk) throws IOException {
        queuedBytes += chunk.data.remaining();
        queue.add(chunk);
        drain();
    }

    /** Writes what is due and fits. */
    void drain() throws IOException {
        Chunk head = queue.peek();
        if (head == null) {
            return;
        }
        long now = System.nanoTime();
        SocketChannel sink = connection.sink(direction);
        for (; head != null && head.due - now <= 0; head = queue.peek()) {
            if (head.kind == Kind.RESET) {
                connection.abort();
                return;
            }
            if (head.kind == Kind.END) {
                sink.shutdownOutput();
                finished = true;
            } else {
                int written = sink.write(head.data);
                queuedBytes -= written;
                connection.forwarded(direction, written);
                if (head.data.hasRemaining()) {
                    return;
                }
            }
            queue.remove();
            recycle(head);
        }
        if (head != null && (!timerSet || head.due - timerDue < 0)) {
            timerSet = true;
            timerDue = head.due;
            loop.schedule(head.due, this::onTimer);
        }
    }

    private void onTimer() {
        timerSet = false;
        connection.drain(this);
    }

    /** Makes everything due that is held back. */
    void expedite() {
        long now = System.nanoTime();
        queue.forEach(chunk -> chunk.due = now);
    }

    /** Drops what is held back. {@return whether there was anything} */
    boolean drop() {
        boolean something = !queue.isEmpty();
        if (queuedBytes > 0) {
            connection.swallowed(direction, queuedBytes);
        }
        queue.forEach(this::recycle);
        queue.clear();
        queuedBytes = 0;
        return something;
    }

    private void recycle(Chunk chunk) {
        if (chunk.pooled) {
            loop.recycle(chunk.data);
        }
    }

    void discard() {
        queue.forEach(this::recycle);
        queue.clear();
        queuedBytes = 0;
    }

    private LinkFault.@Nullable Latency delay() {
        return connection.fault() instanceof LinkFault.Latency latency
                        && !latency.of(direction).isZero()
                ? latency
                : null;
    }

    private long due(LinkFault.Latency latency) {
        return delayed(latency, direction);
    }

    /** {@return when what comes now is to be passed on} */
    static long delayed(LinkFault.Latency latency, Direction direction) {
        long jitter = latency.jitter().toNanos();
        long varied = latency.of(direction).toNanos()
                + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1));
        return System.nanoTime() + Math.max(0, varied);
    }
}
