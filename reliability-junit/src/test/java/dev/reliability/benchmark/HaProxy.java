package dev.reliability.benchmark;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** HAProxy in TCP mode, as a child process, if it is on the path. */
final class HaProxy implements Closeable {

    static final int DEFAULT_BUFFER = 16 * 1024;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Process process;
    private final Path config;
    private final int port;

    private HaProxy(Process process, Path config, int port) {
        this.process = process;
        this.config = config;
        this.port = port;
    }

    static Optional<HaProxy> start(InetSocketAddress upstream, int bufferSize) throws IOException {
        boolean installed = Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "haproxy")));
        if (!installed) {
            return Optional.empty();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.createTempFile("haproxy", ".cfg");
        Files.writeString(
                config,
                """
                global
                    tune.bufsize %d
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 1m
                    timeout server 1m
                listen benchmark
                    bind 127.0.0.1:%d
                    server upstream %s:%d
                """
                        .formatted(bufferSize, port, upstream.getAddress().getHostAddress(), upstream.getPort()));
        Process process = new ProcessBuilder("haproxy", "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HaProxy proxy = new HaProxy(process, config, port);
        proxy.awaitListening();
        return Optional.of(proxy);
    }

    int port() {
        return port;
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || !process.isAlive()) {
                    close();
                    throw new IOException("haproxy did not start with " + config, e);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(config);
    }
}
