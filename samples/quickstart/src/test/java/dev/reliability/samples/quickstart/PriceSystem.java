package dev.reliability.samples.quickstart;

import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;

/** The service and its replica as processes of this machine. */
final class PriceSystem {

    private PriceSystem() {}

    /** Returns an instance, to be started by the test. */
    static ManagedProcess instance(String name, int port) {
        return ManagedProcess.command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PriceService.class.getName(),
                        String.valueOf(port))
                .name(name)
                .readyWhen(uri(port).resolve("/price").toString())
                .build();
    }

    static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
