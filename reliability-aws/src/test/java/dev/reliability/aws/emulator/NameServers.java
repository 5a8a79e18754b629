package dev.reliability.aws.emulator;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Servers of PowerDNS on loopback, each with a zone file of its own, as the name servers of one zone. They end with this JVM, however it ends, and take their files with them. */
public final class NameServers implements AutoCloseable {

    private static final String SCRIPT =
            """
            directory=$1
            shift
            pdns_server "$@" </dev/null >/dev/null 2>&1 & server=$!
            cat >/dev/null
            kill "$server"
            wait "$server"
            rm -r "$directory"
            """;

    private final String zone;
    private final long ttl;
    private final List<Server> servers = new ArrayList<>();

    private record Server(Path directory, int port, Process process) {}

    /** Starts servers of a zone whose own name has an address. */
    public NameServers(int number, String zone, long ttl, String address) {
        this.zone = zone;
        this.ttl = ttl;
        for (int i = 0; i < number; i++) {
            servers.add(start(address));
        }
    }

    private Server start(String address) {
        try {
            Path directory = Files.createTempDirectory("reliability-sample-names-");
            int port = freePort();
            write(directory, address);
            Files.writeString(
                    directory.resolve("named.conf"),
                    "zone \"" + zone + "\" { type master; file \"" + directory.resolve("zone") + "\"; };\n");
            Process process = new ProcessBuilder(
                            "bash",
                            "-c",
                            SCRIPT,
                            "name-server",
                            directory.toString(),
                            "--no-config",
                            "--launch=bind",
                            "--bind-config=" + directory.resolve("named.conf"),
                            "--local-address=127.0.0.1",
                            "--local-port=" + port,
                            "--socket-dir=" + directory,
                            "--daemon=no",
                            "--guardian=no",
                            "--disable-syslog=yes",
                            "--security-poll-suffix=",
                            "--cache-ttl=0",
                            "--query-cache-ttl=0",
                            "--negquery-cache-ttl=0",
                            "--zone-cache-refresh-interval=0")
                    .start();
            Server server = new Server(directory, port, process);
            await().atMost(Duration.ofSeconds(30)).until(() -> control(server, "rping"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path directory, String address) throws IOException {
        Files.writeString(
                directory.resolve("zone"),
                """
                $ORIGIN %1$s.
                @ %2$d IN SOA ns1.%1$s. hostmaster.%1$s. 1 3600 600 86400 60
                @ %2$d IN NS ns1.%1$s.
                @ %2$d IN A %3$s
                ns1 %2$d IN A 127.0.0.1
                """
                        .formatted(zone, ttl, address));
    }

    /** Returns where a server answers. */
    public String address(int server) {
        return "127.0.0.1:" + servers.get(server).port;
    }

    /** Has one server answer another address from now on. */
    public void publish(int server, String address) {
        Server one = servers.get(server);
        try {
            write(one.directory, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!control(one, "bind-reload-now", zone)) {
            throw new IllegalStateException("PowerDNS does not read its zone again");
        }
    }

    /** Ends one server. */
    public void stop(int server) {
        Process process = servers.get(server).process;
        try {
            process.getOutputStream().close();
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean control(Server server, String... command) {
        List<String> words = new ArrayList<>(List.of(
                "pdns_control", "--no-config", "--config-dir=" + server.directory, "--socket-dir=" + server.directory));
        words.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < servers.size(); i++) {
            stop(i);
        }
    }
}
