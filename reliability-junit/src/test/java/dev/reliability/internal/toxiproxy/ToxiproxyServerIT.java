package dev.reliability.internal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import dev.reliability.testsystem.GivenSettings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Against a real server, where one is installed: {@code toxiproxy-server} on the search path. */
@EnabledIf(value = "isInstalled", disabledReason = "needs a Toxiproxy server, which no package of Debian has")
class ToxiproxyServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Echoes database;
    private Process server;
    private int api;
    private int listen;

    static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "toxiproxy-server")));
    }

    @BeforeEach
    void start() throws IOException {
        database = new Echoes();
        api = freePort();
        listen = freePort();
        server = new ProcessBuilder(
                        "toxiproxy-server", "-host", "127.0.0.1", "-port", String.valueOf(api), "-proxy-metrics")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String proxy = "{\"name\": \"db\", \"listen\": \"127.0.0.1:" + listen + "\", \"upstream\": \""
                + database.address() + "\", \"enabled\": true}";
        HttpRequest create = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + "/proxies"))
                .POST(HttpRequest.BodyPublishers.ofString(proxy))
                .build();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> HttpClient.newHttpClient()
                                .send(create, BodyHandlers.discarding())
                                .statusCode()
                        == 201);
    }

    @AfterEach
    void stop() throws IOException {
        server.destroyForcibly();
        database.close();
    }

    @Test
    void aBlackholeBitesAndIsGone() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        assertThat(call()).isTrue();

        fault.inject();
        assertThat(call()).isFalse();
        await().atMost(PATIENCE).until(() -> fault.evidence().bitten());
        assertThat(fault.evidence().what()).isEqualTo("1 bytes through proxy db swallowed");

        fault.revert();
        assertThat(fault.residue()).isEmpty();
        assertThat(call()).isTrue();
    }

    @Test
    void aLatencyBitesAndIsGone() throws Exception {
        Fault fault = plan(
                "latency", Map.of("hosts", List.of("db"), "latency", Duration.ofMillis(200), "jitter", Duration.ZERO));

        fault.inject();
        long began = System.nanoTime();
        assertThat(call()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        await().atMost(PATIENCE).until(() -> fault.evidence().bitten());

        fault.revert();
        assertThat(fault.residue()).isEmpty();
    }

    private boolean call() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listen)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == 'x';
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private Fault plan(String kind, Map<String, Object> attributes) {
        Target target = new ToxiproxyTargetProvider()
                .target("db", Address.parse("toxiproxy://127.0.0.1:" + api + "/db"), new GivenSettings());
        assertThat(target.unfit()).isEmpty();
        return target.plan(
                new FaultRequest(kind, "attack", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), attributes));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
