package dev.reliability.internal.chaostoolkit.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions that talk to other services, against a service that answers what the test says. */
class ServiceFunctionsTest {
    private static final FunctionRegistry FUNCTIONS =
            FunctionRegistry.load(ServiceFunctionsTest.class.getClassLoader());

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private String base;
    private RunScope scope;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(body.isEmpty() ? request : request + " " + body);
            String answer = answers.getOrDefault(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), "404 none");
            byte[] content = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    Integer.parseInt(answer.substring(0, 3)), content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        scope(Mode.STRICT);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void chaosMonkeyIsSwitchedAndAsked() {
        answers.put("POST /actuator/chaosmonkey/enable", "200 Chaos Monkey is enabled");
        answers.put("POST /actuator/chaosmonkey/assaults", "200 changed");
        answers.put("GET /actuator/chaosmonkey/status", "503 off");
        Map<String, Object> url = Map.of("base_url", base + "/actuator");
        assertThat(call("chaosspring.actions", "enable_chaosmonkey", url).output())
                .isEqualTo("Chaos Monkey is enabled");
        assertThat(call("chaosspring.probes", "chaosmonkey_enabled", url).output())
                .isEqualTo(false);
        assertThat(call(
                                "chaosspring.actions",
                                "change_assaults_configuration",
                                Map.of("base_url", base + "/actuator", "assaults_configuration", Map.of("level", 3L)))
                        .succeeded())
                .isTrue();
        assertThat(requests).contains("POST /actuator/chaosmonkey/assaults {\"level\": 3}");
        assertThat(call("chaosspring.actions", "disable_chaosmonkey", url).reason())
                .isEqualTo("Chaos Monkey answered 404 to POST chaosmonkey/disable: none");
    }

    @Test
    void toxicsAreMadeAndAMissingProxyIsAFailure() {
        answers.put("POST /proxies", "201 {\"name\": \"db\", \"listen\": \"127.0.0.1:4711\"}");
        answers.put("POST /proxies/db/toxics", "200 {\"name\": \"slow\"}");
        answers.put("POST /reset", "204 ");
        assertThat(call(
                                "chaostoxi.proxy.actions",
                                "create_proxy",
                                Map.of("proxy_name", "db", "upstream_host", "h", "upstream_port", 5432L))
                        .output())
                .isEqualTo(true);
        assertThat(scope.environment()).containsEntry("db_PORT", "4711");
        assertThat(call(
                                "chaostoxi.toxic.actions",
                                "create_latency_toxic",
                                Map.of("for_proxy", "db", "toxic_name", "slow", "latency", 300L))
                        .output())
                .isEqualTo(true);
        assertThat(requests)
                .contains(
                        "POST /proxies/db/toxics {\"name\": \"slow\", \"type\": \"latency\", \"stream\": \"downstream\","
                                + " \"toxicity\": 1.0, \"attributes\": {\"latency\": 300, \"jitter\": 0}}");
        assertThat(call("chaostoxi.proxy.actions", "reset", Map.of()).output()).isEqualTo(true);
        assertThat(call("chaostoxi.proxy.probes", "proxy_exist", Map.of("proxy_name", "no"))
                        .output())
                .isEqualTo(false);
        Map<String, Object> missing = Map.of("for_proxy", "db", "toxic_name", "gone");
        assertThat(call("chaostoxi.toxic.actions", "delete_toxic", missing).succeeded())
                .isFalse();
        scope(Mode.COMPAT);
        assertThat(call("chaostoxi.toxic.actions", "delete_toxic", missing).output())
                .isEqualTo(false);
    }

    @Test
    void mappingsOfWiremockAreFilteredAndChanged() {
        answers.put(
                "GET /__admin/mappings",
                "200 {\"mappings\": [{\"id\": \"1\", \"request\": {\"url\": \"/a\", \"method\": \"GET\"}, \"response\": {}},"
                        + " {\"id\": \"2\", \"request\": {\"url\": \"/b\"}, \"response\": {\"status\": 200}}]}");
        answers.put("PUT /__admin/mappings/1", "200 {\"id\": \"1\"}");
        answers.put("POST /__admin/settings", "200 ");
        assertThat(call(
                                "chaoswm.actions",
                                "fixed_delay",
                                Map.of("filter", List.of(Map.of("url", "/a")), "fixedDelayMilliseconds", 100L))
                        .output())
                .isEqualTo(List.of("1"));
        assertThat(requests)
                .contains("PUT /__admin/mappings/1 {\"id\": \"1\", \"request\": {\"url\": \"/a\", \"method\": \"GET\"},"
                        + " \"response\": {\"fixedDelayMilliseconds\": 100, \"delayDistribution\": null}}");
        assertThat(call("chaoswm.actions", "global_fixed_delay", Map.of("fixedDelay", 5L))
                        .output())
                .isEqualTo(1L);
        Map<String, Object> nothing = Map.of("filter", List.of(Map.of("url", "/none")), "fault", "EMPTY_RESPONSE");
        assertThat(call("chaoswm.actions", "update_mappings_fault", nothing).reason())
                .isEqualTo("no mapping of WireMock matches the filter {url=/none}");
        scope(Mode.COMPAT);
        assertThat(call("chaoswm.actions", "update_mappings_fault", nothing).output())
                .isEqualTo(List.of());
    }

    @Test
    void prometheusIsQueried() {
        answers.put("GET /api/v1/query", "200 {\"status\": \"success\", \"data\": {\"result\": []}}");
        answers.put(
                "GET /api/v1/query_range",
                "200 {\"status\": \"success\", \"data\": {\"result\": [{\"values\": [[1, \"2\"], [2, \"4\"]]}]}}");
        ActivityResult instant = call("chaosprometheus.probes", "query", Map.of("query", "up{a=\"b\"}"));
        assertThat(instant.output()).isEqualTo(Map.of("status", "success", "data", Map.of("result", List.of())));
        assertThat(requests).containsExactly("GET /api/v1/query?query=up%7Ba%3D%22b%22%7D");
        assertThat(call("chaosprometheus.probes", "compute_mean", Map.of("query", "up", "window", "1d"))
                        .output())
                .isEqualTo(3.0);
        assertThat(call(
                                "chaosprometheus.probes",
                                "query_interval",
                                Map.of("query", "up", "start", "five days", "end", "now"))
                        .reason())
                .startsWith("failed to parse 'five days'");
    }

    @Test
    void timesAreReadAsPeopleWriteThem() {
        Instant now = Instant.parse("2024-05-01T10:00:00Z");
        assertThat(Times.parse("5 minutes ago", now)).contains(Instant.parse("2024-05-01T09:55:00Z"));
        assertThat(Times.parse("in 2 hours", now)).contains(Instant.parse("2024-05-01T12:00:00Z"));
        assertThat(Times.parse("1d", now)).contains(Instant.parse("2024-04-30T10:00:00Z"));
        assertThat(Times.parse("2024-04-01T00:00:00+02:00", now)).contains(Instant.parse("2024-03-31T22:00:00Z"));
        assertThat(Times.parse("whenever", now)).isEmpty();
    }

    private void scope(Mode mode) {
        Map<String, Object> configuration =
                Map.of("toxiproxy_url", base, "wiremock", Map.of("url", base), "prometheus_base_url", base);
        scope = new RunScope(mode, FUNCTIONS, configuration, Map.of(), Set.of());
    }

    private ActivityResult call(String module, String function, Map<String, Object> arguments) {
        Map<String, Object> provider =
                Map.of("type", "python", "module", module, "func", function, "arguments", arguments);
        return new ActivityExecutor(scope)
                .execute(Map.of("type", "probe", "name", "p", "provider", provider), new Cancellation());
    }
}
