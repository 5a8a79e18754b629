package dev.reliability.internal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Where a link listens. It can stop for a while, so that connections are refused, and keeps its port meanwhile. */
final class Listener {

    private static final int BACKLOG = 1024;

    private final LinkLoop loop;
    private final LinkLoop.Ready ready;
    private final InetSocketAddress address;
    private @Nullable ServerSocketChannel server;
    private @Nullable SocketChannel reserved;

    Listener(InetSocketAddress listen, LinkLoop loop, LinkLoop.Ready ready) throws IOException {
        this.loop = loop;
        this.ready = ready;
        ServerSocketChannel bound = bind(listen);
        server = bound;
        address = (InetSocketAddress) bound.getLocalAddress();
    }

    private static ServerSocketChannel bind(InetSocketAddress listen) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(listen, BACKLOG);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    void start() throws IOException {
        if (server != null) {
            server.register(loop.selector(), SelectionKey.OP_ACCEPT, ready);
        }
    }

    @Nullable
    SocketChannel accept() throws IOException {
        return server == null ? null : server.accept();
    }

    /** Not from within a handler of the selector, which cannot let go of a channel then. */
    void pause() throws IOException {
        if (server != null) {
            server.close();
            server = null;
            loop.flushClosed();
            reserve();
        }
    }

    /** A socket that is bound and does not listen keeps the port from others; where that is not to be had, we go without. */
    private void reserve() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address);
            reserved = channel;
        } catch (IOException e) {
            channel.close();
        }
    }

    void resume() throws IOException {
        if (server != null) {
            return;
        }
        try {
            server = bind(address);
        } catch (IOException e) {
            // elsewhere than on Linux the port must be free first
            release();
            server = bind(address);
        }
        release();
        start();
    }

    private void release() {
        Sockets.close(reserved);
        reserved = null;
    }

    void close() {
        Sockets.close(server);
        server = null;
        release();
    }
}
