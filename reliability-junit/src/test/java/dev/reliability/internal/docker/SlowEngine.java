package dev.reliability.internal.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before an engine and keeps back what it is asked, as one that is frozen; nothing that was asked is lost. */
final class SlowEngine implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final Path socket;
    private final OwnEngine engine;
    private final ServerSocketChannel server;
    private final Predicate<String> kept;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    /** @param kept the first lines of requests that are kept back */
    SlowEngine(OwnEngine engine, Path socket, Predicate<String> kept) throws IOException {
        this.engine = engine;
        this.socket = socket;
        this.kept = kept;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slow-engine");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "unix://" + socket;
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Whether what was kept back is done. */
    boolean answered() {
        return answered.getCount() == 0;
    }

    void release() {
        released.countDown();
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = server.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            byte[] request = request(Channels.newInputStream(client));
            String first = new String(request, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            boolean keep = kept.test(first);
            if (keep) {
                asked.countDown();
                released.await();
            }
            byte[] answer = pass(request);
            if (keep) {
                answered.countDown();
            }
            client.write(ByteBuffer.wrap(answer));
        } catch (IOException e) {
            // whoever asked does not wait any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] pass(byte[] request) throws IOException {
        try (SocketChannel to =
                SocketChannel.open(UnixDomainSocketAddress.of(engine.address().substring("unix://".length())))) {
            to.write(ByteBuffer.wrap(request));
            return Channels.newInputStream(to).readAllBytes();
        }
    }

    private static byte[] request(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(from.read());
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.UTF_8));
        if (length.find()) {
            head.write(from.readNBytes(Integer.parseInt(length.group(1))));
        }
        return head.toByteArray();
    }

    @Override
    public void close() {
        try {
            release();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
