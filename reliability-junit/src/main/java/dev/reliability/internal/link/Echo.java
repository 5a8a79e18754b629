package dev.reliability.internal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Stands in for the upstream on the witness's connections, and says back what it hears: so a proof needs no knowledge
 * of the upstream's protocol, and a database never sees a stray connection.
 */
final class Echo {

    private final Selector selector;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;

    Echo(Selector selector) throws IOException {
        this.selector = selector;
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(Sockets.LOOPBACK, 0));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, (LinkLoop.Ready) key -> accept());
        address = (InetSocketAddress) server.getLocalAddress();
    }

    InetSocketAddress address() {
        return address;
    }

    void close() {
        for (SelectionKey key : selector.keys()) {
            Sockets.close(key.channel());
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                Sockets.prepare(channel);
                channel.register(selector, SelectionKey.OP_READ, (LinkLoop.Ready) key -> answer(channel));
            }
        } catch (IOException e) {
            // the witness reports what it missed
            return;
        }
    }

    private static void answer(SocketChannel channel) {
        // A nonce is far smaller than a socket's buffer, so a write takes all of it.
        ByteBuffer buffer = ByteBuffer.allocate(256);
        try {
            int read = channel.read(buffer);
            if (read < 0) {
                channel.close();
            } else {
                channel.write(buffer.flip());
            }
        } catch (IOException e) {
            Sockets.close(channel);
        }
    }
}
