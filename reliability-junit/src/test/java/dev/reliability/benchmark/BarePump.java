package dev.reliability.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The least a forwarder can do: two blocking threads per connection, each reads and writes one direct buffer. */
final class BarePump implements Closeable {

    private final ServerSocketChannel server = Traffic.listen();

    BarePump(InetSocketAddress upstream, int bufferSize) {
        Traffic.daemon("pump", () -> {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel target = SocketChannel.open(upstream);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                target.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread up = Traffic.daemon("pump up", () -> pump(client, target, bufferSize));
                Traffic.daemon("pump down", () -> {
                    pump(target, client, bufferSize);
                    join(up);
                    client.close();
                    target.close();
                });
            }
        });
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private static void pump(SocketChannel from, SocketChannel to, int bufferSize) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bufferSize);
        while (from.read(buffer.clear()) >= 0) {
            to.write(buffer.flip());
        }
        to.shutdownOutput();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
