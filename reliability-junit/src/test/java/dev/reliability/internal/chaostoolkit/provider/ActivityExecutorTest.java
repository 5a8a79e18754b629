package dev.reliability.internal.chaostoolkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.spi.ExperimentFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ActivityExecutorTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.createContext("/echo", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(
                    exchange,
                    200,
                    "application/json",
                    PythonJson.dumps(Map.of(
                                    "method", exchange.getRequestMethod(),
                                    "query",
                                            String.valueOf(
                                                    exchange.getRequestURI().getRawQuery()),
                                    "type",
                                            String.valueOf(
                                                    exchange.getRequestHeaders().getFirst("Content-Type")),
                                    "authorization",
                                            String.valueOf(
                                                    exchange.getRequestHeaders().getFirst("Authorization")),
                                    "body", body))
                            .getBytes(StandardCharsets.UTF_8));
        });
        server.createContext(
                "/charset", exchange -> answer(exchange, 200, "application/json; charset=utf-8", utf8("{\"a\": 1}")));
        server.createContext("/broken", exchange -> answer(exchange, 200, "application/json", utf8("{")));
        server.createContext("/error", exchange -> answer(exchange, 500, "text/plain", utf8("no")));
        server.createContext("/latin", exchange -> answer(exchange, 200, "text/plain", new byte[] {(byte) 0xe9}));
        server.createContext("/gzip", exchange -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(utf8("plain"));
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            answer(exchange, 200, "text/plain", bytes.toByteArray());
        });
        server.createContext("/loop", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/loop");
            answer(exchange, 302, "text/plain", new byte[0]);
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/echo?moved=1");
            answer(exchange, 302, "text/plain", new byte[0]);
        });
        server.createContext("/hang", exchange -> {
            requests.incrementAndGet();
            awaitQuietly(never);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
        serving.shutdownNow();
    }

    @Test
    void sendsArgumentsAsQueryFormOrJson() {
        assertThat(echo("GET", Map.of(), Map.of("a", "x y", "b", List.of(1L, true))))
                .containsEntry("method", "GET")
                .satisfies(seen -> assertThat(seen.get("query"))
                        .asString()
                        .contains("a=x+y")
                        .contains("b=1&b=True"));
        assertThat(echo("post", Map.of(), Map.of("a", 1L)))
                .containsEntry("method", "POST")
                .containsEntry("type", "application/x-www-form-urlencoded")
                .containsEntry("body", "a=1");
        assertThat(echo("PUT", Map.of("Content-Type", "application/json"), Map.of("a", List.of(1L, 2.5))))
                .containsEntry("type", "application/json")
                .containsEntry("body", "{\"a\": [1, 2.5]}");
        assertThat(echo("POST", Map.of("content-type", "application/json"), Map.of("a", 1L)))
                .as("the name of the header counts with its case, as in the original")
                .containsEntry("body", "a=1");
    }

    @Test
    void parsesOnlyBodiesOfExactlyTheJsonType() {
        assertThat(body(get("/charset"))).isEqualTo("{\"a\": 1}");
        assertThat(body(get("/latin"))).isEqualTo("é");
        assertThat(body(get("/gzip"))).isEqualTo("plain");
    }

    @Test
    void brokenJsonFailsAndEndsTheMethodInCompatMode() {
        ActivityResult strict = run(Mode.STRICT, http("/broken"));
        assertThat(strict.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(strict.reason()).contains("application/json", "not JSON");
        assertThat(run(Mode.COMPAT, http("/broken")).status()).isEqualTo(ActivityResult.Status.ABORTED);
    }

    @Test
    void anEndlessRedirectEnds() {
        ActivityResult result = run(Mode.STRICT, http("/loop"));
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(result.reason()).contains("Exceeded 30 redirects");
        assertThat(requests).hasValue(31);
    }

    @Test
    void followsARedirectOfAPostWithAGet() {
        Map<String, Object> provider = new LinkedHashMap<>(http("/moved"));
        provider.put("method", "POST");
        provider.put("arguments", Map.of("a", 1L));
        assertThat((Map<?, ?>) body(run(Mode.STRICT, provider)))
                .satisfies(seen -> assertThat(seen.get("method")).isEqualTo("GET"));
    }

    @Test
    void aRequestThatHangsEndsWithItsTimeout() {
        Map<String, Object> provider = new LinkedHashMap<>(http("/hang"));
        provider.put("timeout", 0.2);
        ActivityResult result = run(Mode.STRICT, provider);
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(result.reason()).startsWith("the request took longer than ");
        assertThat(run(Mode.COMPAT, provider).reason()).isEqualTo("activity took too long to complete");
    }

    @Test
    void aRequestThatHangsEndsWithItsExperiment() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ActivityResult> result =
                CompletableFuture.supplyAsync(() -> executor(Mode.STRICT).execute(probe(http("/hang")), cancellation));
        await().untilAsserted(() -> assertThat(requests).hasPositiveValue());
        cancellation.cancel();
        assertThat(result).succeedsWithin(Duration.ofSeconds(20)).satisfies(ended -> assertThat(ended.status())
                .isEqualTo(ActivityResult.Status.ABORTED));
    }

    @Test
    void anAddressThatIsNoneFailsOrEndsTheMethod() {
        Map<String, Object> provider = Map.of("type", "http", "url", "ftp://localhost/");
        assertThat(run(Mode.STRICT, provider).reason()).contains("must begin with http:// or https://");
        assertThat(run(Mode.COMPAT, provider).status()).isEqualTo(ActivityResult.Status.ABORTED);
    }

    @Test
    void nobodyThereIsAFailure() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        ActivityResult result = run(Mode.COMPAT, Map.of("type", "http", "url", "http://127.0.0.1:" + port + "/"));
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(result.reason()).startsWith("failed to connect to http://127.0.0.1:" + port + "/");
        assertThat(result.exception())
                .singleElement()
                .asString()
                .startsWith("chaoslib.exceptions.ActivityFailed: failed");
    }

    @Test
    void actionsThatDidNotDoItFailInStrictModeOnly() {
        Map<String, Object> request = Map.of("type", "action", "name", "a", "provider", http("/error"));
        assertThat(executor(Mode.STRICT).execute(request, new Cancellation()).reason())
                .isEqualTo("the request was answered with 500");
        assertThat(executor(Mode.COMPAT).execute(request, new Cancellation()).succeeded())
                .isTrue();
        Map<String, Object> process =
                Map.of("type", "action", "name", "a", "provider", shell("echo sorry >&2; exit 3"));
        assertThat(executor(Mode.STRICT).execute(process, new Cancellation()).reason())
                .isEqualTo("the process exited with 3: sorry");
        assertThat(executor(Mode.COMPAT).execute(process, new Cancellation()).succeeded())
                .isTrue();
        assertThat(run(Mode.STRICT, shell("exit 3")).succeeded())
                .as("a probe only looks")
                .isTrue();
    }

    @Test
    void aTimeoutEndsTheWholeTree() throws IOException {
        Path pids = folder.resolve("pids");
        // one child as is, one that ignores the hangup and leaves for a session of its own
        Map<String, Object> provider = new LinkedHashMap<>(Map.of(
                "type",
                "process",
                "path",
                "sh",
                "arguments",
                "-c 'trap \"\" TERM HUP; sleep 300 & echo $! >> " + pids + "; (setsid sleep 300 & echo $! >> " + pids
                        + "); echo $$ >> " + pids + "; wait'"));
        provider.put("timeout", 1L);
        ActivityResult result = run(Mode.STRICT, provider);
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(result.reason()).isEqualTo("process activity took too long to complete");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(3);
        for (String pid : started) {
            assertThat(ProcessId.of(Long.parseLong(pid)).filter(ProcessId::isAlive))
                    .as(pid)
                    .isEmpty();
        }
    }

    @Test
    void theTimeoutOfAnActivityIsKeptInStrictMode() {
        Map<String, Object> activity =
                Map.of("type", "probe", "name", "p", "timeout", 0.2, "provider", shell("sleep 300"));
        ActivityResult result = executor(Mode.STRICT).execute(activity, new Cancellation());
        assertThat(result.status()).isEqualTo(ActivityResult.Status.FAILED);
        assertThat(result.reason()).isEqualTo("activity took too long to complete (more than 0.2 s)");
    }

    @Test
    void binaryOutputIsText() {
        ActivityResult result = run(Mode.STRICT, shell("printf 'a\\377\\000b'"));
        assertThat(((Map<?, ?>) result.output()).get("stdout")).isEqualTo("a\u00ff\u0000b");
    }

    @Test
    void valuesFromOutsideDoNotReachAShell() {
        RunScope scope = new RunScope(
                Mode.STRICT,
                new FunctionRegistry(List.of()),
                Map.of("inline", "a; echo b", "outside", "x; touch " + folder.resolve("pwned")),
                Map.of(),
                Set.of("inline"));
        Map<String, Object> fine = Map.of("type", "process", "path", "echo", "arguments", "${inline}");
        Map<String, Object> evil = Map.of("type", "process", "path", "echo", "arguments", "${outside}");
        ActivityExecutor executor = new ActivityExecutor(scope);
        assertThat(executor.execute(probe(fine), new Cancellation()).succeeded())
                .isTrue();
        assertThat(executor.execute(probe(evil), new Cancellation()).reason())
                .contains("write the arguments as a list");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void functionsGetTheirArgumentsWithDefaultsAndTheirSecrets() {
        ExperimentFunction function = ExperimentFunction.named("m", "f")
                .required("a")
                .optional("b", 5L)
                .calling(call -> {
                    call.environment("FROM_F", "set");
                    return List.of(
                            call.arguments(),
                            call.secrets(),
                            call.configuration().get("n"));
                });
        RunScope scope = new RunScope(
                Mode.STRICT,
                new FunctionRegistry(List.of(function)),
                Map.of("n", 7L),
                Map.of("g", Map.of("s", "x"), "other", Map.of("t", "y")),
                Set.of());
        ActivityExecutor executor = new ActivityExecutor(scope);
        ActivityResult result = executor.execute(
                probe(Map.of(
                        "type",
                        "python",
                        "module",
                        "m",
                        "func",
                        "f",
                        "arguments",
                        Map.of("a", "${n}"),
                        "secrets",
                        List.of("g"))),
                new Cancellation());
        assertThat(result.output()).hasToString("[{a=7, b=5}, {s=x}, 7]");
        ActivityResult process = executor.execute(probe(shell("echo $FROM_F")), new Cancellation());
        assertThat(((Map<?, ?>) process.output()).get("stdout")).isEqualTo("set\n");
    }

    @Test
    void errorsOfFilesReadAsInPython() {
        ActivityResult result = run(
                Mode.COMPAT,
                Map.of(
                        "type",
                        "python",
                        "module",
                        "os",
                        "func",
                        "remove",
                        "arguments",
                        Map.of("path", "/does/not/exist")));
        assertThat(result.exception())
                .containsExactly("chaoslib.exceptions.ActivityFailed: "
                        + "FileNotFoundError: [Errno 2] No such file or directory: '/does/not/exist'\n");
    }

    private Map<String, Object> echo(String method, Map<String, Object> headers, Map<String, Object> arguments) {
        Map<String, Object> provider = new LinkedHashMap<>(http("/echo"));
        provider.put("method", method);
        provider.put("headers", headers);
        provider.put("arguments", arguments);
        @SuppressWarnings("unchecked")
        Map<String, Object> body = (Map<String, Object>) body(run(Mode.STRICT, provider));
        return body;
    }

    private ActivityResult get(String path) {
        return run(Mode.STRICT, http(path));
    }

    private Map<String, Object> http(String path) {
        return Map.of(
                "type", "http", "url", "http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Map<String, Object> shell(String script) {
        return Map.of("type", "process", "path", "sh", "arguments", List.of("-c", script));
    }

    private static Map<String, Object> probe(Map<String, Object> provider) {
        return Map.of("type", "probe", "name", "p", "provider", provider);
    }

    private static ActivityResult run(Mode mode, Map<String, Object> provider) {
        return executor(mode).execute(probe(provider), new Cancellation());
    }

    private static ActivityExecutor executor(Mode mode) {
        FunctionRegistry functions = FunctionRegistry.load(ActivityExecutorTest.class.getClassLoader());
        return new ActivityExecutor(new RunScope(mode, functions, Map.of(), Map.of(), Set.of()));
    }

    private static Object body(ActivityResult result) {
        assertThat(result.reason()).isEmpty();
        return ((Map<?, ?>) result.output()).get("body");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
