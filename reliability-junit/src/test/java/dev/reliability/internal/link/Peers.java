package dev.reliability.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream under the test's control, and blocking clients. */
final class Peers implements AutoCloseable {

    /** Long enough for anything that must come, on a busy machine. */
    static final int PATIENCE = 10_000;

    /** Long enough to tell silence from an answer that takes microseconds. */
    static final int SILENCE = 150;

    private final ServerSocket server;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    Peers() throws IOException {
        server = new ServerSocket(0, 2000, Sockets.LOOPBACK);
        Thread acceptor = new Thread(
                () -> {
                    try {
                        while (true) {
                            Socket socket = server.accept();
                            open.add(socket);
                            accepted.add(socket);
                        }
                    } catch (IOException e) {
                        accepted.add(new Socket());
                    }
                },
                "test-upstream");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort());
    }

    TcpLink link(String name) {
        TcpLink link = TcpLink.open(name, address());
        open.add(link);
        return link;
    }

    Socket client(TcpLink link) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(link.address(), PATIENCE);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** As {@link #receive}; a RST may come before the client knows that it is connected. */
    String connectAndReceive(TcpLink link) throws IOException {
        Socket socket;
        try {
            socket = client(link);
        } catch (SocketException e) {
            return "reset";
        }
        return receive(socket, 1);
    }

    /** The upstream's end of the next connection that reaches it. */
    Socket upstream() throws IOException, InterruptedException {
        Socket socket = accepted.poll(PATIENCE, TimeUnit.MILLISECONDS);
        if (socket == null) {
            throw new SocketTimeoutException("no connection reached the upstream");
        }
        socket.setTcpNoDelay(true);
        return socket;
    }

    boolean upstreamReached() {
        return !accepted.isEmpty();
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What comes: exactly that many bytes as text, or "end", "reset". */
    static String receive(Socket socket, int bytes) throws IOException {
        socket.setSoTimeout(PATIENCE);
        try {
            byte[] read = socket.getInputStream().readNBytes(bytes);
            return read.length == 0 ? "end" : new String(read, StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            return "silence";
        } catch (SocketException e) {
            return "reset";
        }
    }

    /** What is to be had within {@link #SILENCE}: a byte, "end", "reset" or "silence". */
    static String glance(Socket socket) throws IOException {
        return look(socket, SILENCE);
    }

    static String look(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            int read = socket.getInputStream().read();
            return read < 0 ? "end" : Character.toString((char) read);
        } catch (SocketTimeoutException e) {
            return "silence";
        } catch (SocketException e) {
            return "reset";
        }
    }

    /** How many bytes come before the end or {@link #SILENCE}. */
    static long count(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE);
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                bytes += read;
            }
        } catch (SocketTimeoutException e) {
            return bytes;
        }
        return bytes;
    }

    /** Writes until nobody has taken anything for a second, or to the bound. */
    static long fill(SocketChannel sender, long bound) throws IOException {
        sender.configureBlocking(false);
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        long sent = 0;
        try (Selector writable = Selector.open()) {
            sender.register(writable, SelectionKey.OP_WRITE);
            while (sent < bound && writable.select(key -> {}, 1000) > 0) {
                sent += sender.write(block.clear());
            }
        }
        return sent;
    }

    @Override
    public void close() {
        open.add(server);
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
