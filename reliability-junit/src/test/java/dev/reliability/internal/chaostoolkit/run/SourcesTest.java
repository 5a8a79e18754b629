package dev.reliability.internal.chaostoolkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class SourcesTest {
    private static final String JSON =
            """
            {"title": "from afar", "description": "d", "method": [{"type": "action", "name": "do", "provider": {"type": "process", "path": "true"}}],
             "steady-state-hypothesis": {"title": "h", "probes": [{"type": "probe", "name": "p", "tolerance": true,
               "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}}]}}
            """;
    private static final String YAML =
            """
            title: from afar
            description: d
            method: [{type: action, name: do, provider: {type: process, path: "true"}}]
            """;

    @TempDir
    private Path folder;

    private final AtomicReference<String> authorization = new AtomicReference<>();
    private HttpServer server;
    private Workbench bench;
    private volatile String type = "application/json";
    private volatile String body = JSON;
    private volatile int status = 200;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "/again");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/json; charset=utf-8, true",
        "application/x-yaml, false",
        "text/yaml, false",
        "text/plain, true",
        "text/plain, false",
    })
    void whatItIsIsToldByItsContentType(String contentType, boolean json) {
        type = contentType;
        body = json ? JSON : YAML;
        LoadedExperiment experiment = ExperimentFiles.load(url(), bench.options());
        assertThat(experiment.title()).isEqualTo("from afar");
        assertThat(experiment.source()).isEqualTo(url());
    }

    @Test
    void itRunsAsAFileDoes() {
        FileOutcome outcome = ExperimentFiles.load(url(), bench.options()).run(bench.lines::add);
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, 'has the content type \"text/html\"'",
        "404, application/json, the server answered 404",
        "302, application/json, Exceeded 30 redirects",
    })
    void whatIsNoExperimentIsRefusedWithItsAddress(int answer, String contentType, String words) {
        status = answer;
        type = contentType;
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> ExperimentFiles.load(url().replace("//", "//me:secret@"), bench.options()))
                .withMessageContaining(url())
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void authorizationComesFromTheEnvironmentOrTheSettings() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("settings.yaml"),
                "auths:\n  127.0.0.1:" + server.getAddress().getPort() + ": {type: basic, value: XYZ}\n");
        ExperimentFiles.load(url(), bench.options().settings(settings));
        assertThat(authorization.get()).isEqualTo("basic XYZ");
        ExperimentFiles.load(
                url(),
                bench.options()
                        .settings(settings)
                        .environment(Map.of("CHAOSTOOLKIT_LOADER_AUTH_BEARER_TOKEN", " t0ken\n")));
        assertThat(authorization.get()).isEqualTo("bearer t0ken");
        ExperimentFiles.load(url(), bench.options());
        assertThat(authorization.get()).isNull();
        ExperimentFiles.load(url().replace("//", "//me:s%2Bcret@"), bench.options());
        assertThat(authorization.get()).isEqualTo("Basic bWU6cytjcmV0");
    }

    /** The order is settings, experiment, options; an experiment that says anything of its runtime says all of it. */
    @ParameterizedTest
    @CsvSource({
        "'', '', never",
        "'{hypothesis: {strategy: default}}', '', default",
        "'{rollbacks: {strategy: always}}', '', always",
        "'{rollbacks: {strategy: always}}', never, never",
    })
    void strategiesHaveAnOrder(String runtime, String option, String played) throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.yaml"), "runtime: {rollbacks: {strategy: never}}\n");
        Path marks = folder.resolve("marks");
        Path file = Files.writeString(
                folder.resolve("experiment.yaml"),
                YAML
                        + (runtime.isEmpty() ? "" : "runtime: " + runtime + "\n")
                        + "rollbacks:\n- {type: action, name: r, provider: {type: process, path: sh, arguments: [-c, 'echo r >> "
                        + marks + "']}}\n");
        RunOptions options = bench.options().mode(Mode.COMPAT).settings(settings);
        if (!option.isEmpty()) {
            options = options.rollbackStrategy(
                    dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy.of(option)
                            .orElseThrow());
        }
        ExperimentFiles.load(file.toString(), options).run(bench.lines::add);
        assertThat(bench.marks()).hasSize(played.equals("never") ? 0 : 1);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/experiment";
    }
}
