package dev.reliability.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Both ends of what the benchmark sends. */
final class Traffic {

    private Traffic() {}

    static Thread daemon(String name, Blocking action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (IOException e) {
                        // the other end has closed, which is how these threads end
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Something that ends with an exception when its channel is closed. */
    interface Blocking {
        void run() throws IOException;
    }

    /** {@return round trips of one byte, in microseconds} */
    static List<Double> pings(InetSocketAddress path, int count) throws IOException {
        List<Double> micros = new ArrayList<>(count);
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        try (SocketChannel channel = SocketChannel.open(path)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                channel.write(one.clear());
                if (channel.read(one.clear()) < 0) {
                    throw new EOFException("no answer from " + path);
                }
                micros.add((System.nanoTime() - start) / 1e3);
            }
        }
        return micros;
    }

    /** Answers each byte. */
    static final class Echo implements AutoCloseable {
        private final ServerSocketChannel server = listen();

        Echo() throws IOException {
            daemon("echo", () -> {
                while (true) {
                    SocketChannel channel = server.accept();
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    daemon("echo connection", () -> echo(channel));
                }
            });
        }

        private static void echo(SocketChannel channel) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            try (channel) {
                while (channel.read(buffer.clear()) >= 0) {
                    channel.write(buffer.flip());
                }
            }
        }

        InetSocketAddress address() throws IOException {
            return (InetSocketAddress) server.getLocalAddress();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** Takes a transfer and tells when all of it has come. */
    static final class Sink implements AutoCloseable {
        private final ServerSocketChannel server = listen();
        private final BlockingQueue<Long> received = new LinkedBlockingQueue<>();

        Sink() throws IOException {
            daemon("sink", () -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
                while (true) {
                    try (SocketChannel channel = server.accept()) {
                        long bytes = 0;
                        for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                            bytes += read;
                        }
                        if (bytes > 0) {
                            received.add(bytes);
                        }
                    }
                }
            });
        }

        InetSocketAddress address() throws IOException {
            return (InetSocketAddress) server.getLocalAddress();
        }

        /** {@return nanoseconds until the last byte had come} */
        long transfer(InetSocketAddress path, long bytes) throws InterruptedException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            long start = System.nanoTime();
            try (SocketChannel channel = SocketChannel.open(path)) {
                for (long left = bytes; left > 0; ) {
                    buffer.clear();
                    if (left < buffer.capacity()) {
                        buffer.limit((int) left);
                    }
                    left -= channel.write(buffer);
                }
                channel.shutdownOutput();
                long arrived = received.take();
                long nanos = System.nanoTime() - start;
                if (arrived != bytes) {
                    throw new IllegalStateException(arrived + " of " + bytes + " bytes arrived");
                }
                return nanos;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    static ServerSocketChannel listen() {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
