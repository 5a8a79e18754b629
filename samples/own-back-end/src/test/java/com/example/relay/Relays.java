package com.example.relay;

import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Relays for tests, each a process of its own. */
final class Relays {

    private Relays() {}

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManagedProcess relay(int port) {
        return ManagedProcess.command(java(), "-cp", classPath(), RelayMain.class.getName(), String.valueOf(port))
                .name("relay")
                .readyWhen("http://127.0.0.1:" + port + "/health")
                .build();
    }

    static String address(int port) {
        return "relay:http://127.0.0.1:" + port;
    }

    /** Asks the relay itself, past everything under test. */
    static String ask(int port, String path) throws Exception {
        return RelayApi.of(Address.parse(address(port)), "/faults").get(path, Duration.ofSeconds(5));
    }

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }
}
