package dev.reliability.internal.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to an engine: one request on each connection, as HTTP/1.0, where an answer ends with the connection and is never in
 * chunks. Needs nothing but the JDK, so that the {@link ContainerGuardMain guard} can use it in a process of its own, and the command
 * line to sweep.
 *
 * <p>A library would be better than code of ours, but the one that fits, {@code docker-java-transport-zerodep}, was tried (3.4.2, which
 * Testcontainers 1.21 brings, and 3.7.0 of 2.0) and is worse for this. It does not end standard input of a command before the
 * connection ends, so that in a helper whatever reads to the end waits for ever. On a Unix socket its response timeout does
 * nothing: under an engine that hangs, a revert would hang with it. In a JVM as small as the guard's the first answer took 0.3 to
 * 0.8 s. And with 4 MB of jars it would be on the class path of everybody who pauses a container, and not in the runnable jar, which
 * could undo nothing then.
 */
final class EngineSocket {

    private static final Pattern FORM = Pattern.compile("unix://(/.+)|tcp://([^/:]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})/?");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \r\n]");
    private static final int MOST = 16 << 20;

    private final String address;

    /**
     * Leads to an engine.
     *
     * @param address {@code unix:///path} or {@code tcp://host:port}
     * @throws IllegalArgumentException if it is neither
     */
    EngineSocket(String address) {
        if (!FORM.matcher(address).matches()) {
            throw new IllegalArgumentException("\"" + address
                    + "\" is not the address of a Docker Engine: write unix:///PATH or tcp://HOST:PORT (without TLS)");
        }
        this.address = address;
    }

    /** An answer of the engine. */
    static final class Answer {

        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    String address() {
        return address;
    }

    private SocketAddress socket() {
        Matcher parts = FORM.matcher(address);
        if (!parts.matches()) {
            throw new IllegalStateException(address);
        }
        return parts.group(1) != null
                ? UnixDomainSocketAddress.of(parts.group(1))
                : new InetSocketAddress(parts.group(2), Integer.parseInt(parts.group(3)));
    }

    /** Connects and sends a request; what comes back is the caller's to read. */
    SocketChannel open(String method, String path, String json) throws IOException {
        SocketChannel channel = SocketChannel.open(socket());
        try {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            String head = method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n";
            ByteBuffer request = ByteBuffer.wrap((head + json).getBytes(StandardCharsets.UTF_8));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Asks and reads the whole answer.
     *
     * @param json what is sent along; empty for nothing
     * @throws IOException if the engine cannot be reached, or does not answer in time
     */
    Answer call(String method, String path, String json, Duration atMost) throws IOException {
        long until = System.nanoTime() + atMost.toNanos();
        try (SocketChannel channel = open(method, path, json);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer.clear())) {
                all.write(buffer.array(), 0, read);
                if (all.size() > MOST) {
                    throw new IOException("the answer to " + method + " " + path + " is too long");
                }
                long left = (until - System.nanoTime()) / 1_000_000;
                if (read == 0 && (left <= 0 || selector.select(left) == 0)) {
                    throw new SocketTimeoutException(
                            "no answer to " + method + " " + path + " within " + atMost.toSeconds() + " s");
                }
                selector.selectedKeys().clear();
            }
            return answer(all.toByteArray());
        }
    }

    private static Answer answer(byte[] all) throws IOException {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new EOFException("the connection ended before an answer came");
        }
        int status = status(text.substring(0, end + 2));
        byte[] body = new byte[all.length - end - 4];
        System.arraycopy(all, end + 4, body, 0, body.length);
        return new Answer(status, body);
    }

    /** Reads the status out of the head of an answer. */
    static int status(String head) throws IOException {
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new IOException("what answers does not speak HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
