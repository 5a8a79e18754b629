package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.experiment.When;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.StopWhen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What a steady state may say of its requests, and that secrets in it are told to nobody else. */
class SteadyStateRequestsTest {

    private static final String SECRET = "s3cret";

    @TempDir
    private Path directory;

    private final Map<String, String> parameters = new HashMap<>();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean known =
                    ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            && "books".equals(exchange.getRequestHeaders().getFirst("X-Tenant"));
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        parameters.put("port", String.valueOf(server.getAddress().getPort()));
        parameters.put("token", SECRET);
        parameters.put("reliability.baseline", "5s");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static class WithHeaders {

        @Test
        @SteadyState(
                http = "http://127.0.0.1:${port}/",
                headers = {"Authorization: Bearer ${token}", "X-Tenant: books"},
                when = {When.BEFORE, When.AFTER})
        void test() {}
    }

    @Test
    void headersAreSentAndTheirValuesNeitherPrintedNorRecorded() {
        Kit.assertAllPass(run(WithHeaders.class), 1);
        assertThat(written()).contains("GET /").doesNotContain(SECRET);
    }

    @Test
    void neitherAreTheyWhenTheRunEndsBadly() {
        parameters.put("token", SECRET + "-of-yesterday");

        assertThat(Kit.onlyFailure(run(WithHeaders.class)))
                .hasMessageStartingWith(
                        "INCONCLUSIVE: \"GET /\" was not steady before the test (expected 200, got 401");
        assertThat(written()).doesNotContain(SECRET);
    }

    static class WithBadHeaders {

        @Test
        @SteadyState(
                http = "http://user:s3cret@books/",
                headers = {
                    "Bearer s3cret",
                    "X Y: s3cret",
                    "Content-Length: 3",
                    "A: ${broken}",
                    "B: s3cret${",
                    "C: ${nowhere}"
                },
                when = {When.BEFORE, When.AFTER})
        @StopWhen(http = "http://user:s3cret@books/")
        @StopWhen(alarm = "http://user:s3cret@books/")
        void test() {}
    }

    @Test
    void malformedOnesAreSaidAllAtOnceWithoutTheirValues() {
        parameters.put("broken", SECRET + "${");

        Throwable failure = Kit.onlyFailure(run(WithBadHeaders.class));

        assertThat(failure)
                .hasMessageContaining("@SteadyState(headers)")
                .hasMessageContaining("a header has no colon: write \"Name: value\"")
                .hasMessageContaining("\"X Y\" is not the name of a header")
                .hasMessageContaining("header Content-Length cannot be set")
                .hasMessageContaining("header A has a placeholder that is not closed")
                .hasMessageContaining("header B has a placeholder that is not closed")
                .hasMessageContaining("placeholder ${nowhere} has no value")
                .hasMessageContaining("@SteadyState(http)")
                .hasMessageContaining("@StopWhen(http)")
                .hasMessageContaining("@StopWhen(alarm)")
                .hasMessageContaining("\"http://***@books/\" holds a user name or a password");
        assertThat(List.of(failure.getMessage(), written())).noneMatch(text -> text.contains(SECRET));
    }

    private EngineExecutionResults run(Class<?> type) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            return Kit.run(directory, parameters, type);
        } finally {
            System.setOut(before);
        }
    }

    /** All that the run has printed and left behind. */
    private String written() {
        StringBuilder all = new StringBuilder(console.toString(StandardCharsets.UTF_8));
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }
}
