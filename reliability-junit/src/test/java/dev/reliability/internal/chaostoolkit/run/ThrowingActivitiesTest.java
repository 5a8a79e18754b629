package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.function;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.statuses;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an activity throws is its failure, wherever it stands: never a pass, and never the end of what comes after it. */
@DisabledOnOs(OS.WINDOWS)
class ThrowingActivitiesTest extends WithWorkbench {
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "//");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Map<String, Object> throwing(String what) {
        return switch (what) {
            case "port" -> http("http://127.0.0.1:99999/");
            case "redirect" -> http("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            default -> function("test.functions", what, Map.of());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "redirect", "error"})
    void inTheBackground(String what) {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(with(activity("action", "bad", throwing(what)), "background", true), bench.mark("ok")),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.message()).startsWith("ERROR: the action \"bad\" failed: ");
        assertThat(bench.marks()).endsWith("repair");
        assertThat(statuses(journal(outcome).path("run"))).contains("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "redirect", "error"})
    void inTheMethod(String what) {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break"), activity("action", "bad", throwing(what))),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.message())
                .startsWith("ERROR: the action \"bad\" failed: ")
                .endsWith("Reverted; nothing left behind.");
        assertThat(bench.marks()).containsExactly("break", "repair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "redirect", "error"})
    void inAProbeOfTheMethodAfterWhichTheRestIsPlayed(String what) {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(activity("probe", "look", throwing(what)), bench.mark("more"))));
        assertThat(outcome.message()).startsWith("INCONCLUSIVE: the probe \"look\" of the method gave no answer: ");
        assertThat(bench.marks()).containsExactly("more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "redirect", "error"})
    void inTheHypothesis(String what) {
        Map<String, Object> probe = with(activity("probe", "look", throwing(what)), "tolerance", 200);
        Map<String, Object> parts = Map.of(HYPOTHESIS, hypothesis(probe), "method", steps(bench.mark("break")));
        assertThat(bench.run(parts).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(bench.run(parts, options -> options.hypothesisStrategy(HypothesisStrategy.AFTER_METHOD_ONLY))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "redirect"})
    void inAProbeThatIsATolerance(String what) {
        Map<String, Object> tolerance =
                Map.of("type", "probe", "name", "judge", "provider", with(throwing(what), "arguments", Map.of()));
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(with(bench.exists("service"), "tolerance", tolerance)),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.AFTER_METHOD_ONLY));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Verdict.ERROR);
        assertThat(bench.marks()).containsExactly("break", "repair");
    }

    /** Proxies stand in the environment, which takes a JVM of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"http://[", "://", "http://127.0.0.1:99999"})
    void forAProxyThatIsNone(String proxy) throws Exception {
        bench.experiment(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(activity("action", "bad", throwing("redirect"))),
                "rollbacks",
                steps(activity("action", "worse", throwing("redirect")), bench.mark("repair"))));
        Files.writeString(folder.resolve("values.env"), "");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedFileRun.class.getName(),
                        folder.toString(),
                        "STRICT")
                .redirectErrorStream(true);
        builder.environment().put("http_proxy", proxy);
        builder.environment().remove("no_proxy");
        builder.environment().remove("NO_PROXY");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .contains(
                        "Action: bad\n  => failed: ",
                        "ERROR: the method could not be reverted: the rollback \"worse\" failed: ");
        assertThat(bench.marks()).containsExactly("repair");
    }
}
