package dev.reliability.aws.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A resolver on loopback that asks one server, and keeps its answers as long as resolvers of clients do. */
public final class CachingResolver implements AutoCloseable {

    private static final int MOST = 4096;
    private static final int ID = 2;

    private final InetSocketAddress upstream;
    private final long keptNanos;
    private final DatagramSocket socket;
    private final Map<ByteBuffer, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(byte[] answer, long at) {}

    /** Starts it. */
    public CachingResolver(String upstream, Duration ttl) {
        int colon = upstream.lastIndexOf(':');
        this.upstream =
                new InetSocketAddress(upstream.substring(0, colon), Integer.parseInt(upstream.substring(colon + 1)));
        this.keptNanos = ttl.toNanos();
        try {
            this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "caching-resolver");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns where it answers. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(new byte[MOST], MOST);
                socket.receive(question);
                byte[] asked = Arrays.copyOf(question.getData(), question.getLength());
                byte[] answer = answer(asked).clone();
                System.arraycopy(asked, 0, answer, 0, ID);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException e) {
                // closed, or a question without an answer, which is asked again
            }
        }
    }

    private byte[] answer(byte[] asked) throws IOException {
        ByteBuffer key = ByteBuffer.wrap(asked, ID, asked.length - ID).slice();
        Kept known = kept.get(key);
        if (known != null && System.nanoTime() - known.at < keptNanos) {
            return known.answer;
        }
        try (DatagramSocket out = new DatagramSocket()) {
            out.setSoTimeout(1_000);
            out.send(new DatagramPacket(asked, asked.length, upstream));
            DatagramPacket answer = new DatagramPacket(new byte[MOST], MOST);
            out.receive(answer);
            byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
            kept.put(key, new Kept(bytes, System.nanoTime()));
            return bytes;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
