package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The administration interface of the WireMock server that the configuration names. */
final class WiremockClient {
    private static final JsonApi API = new JsonApi("WireMock");

    private final String admin;
    private final Duration limit;

    WiremockClient(FunctionCall call) {
        Map<String, Object> settings = Values.asMap(call.configuration().get("wiremock"));
        if (settings == null) {
            throw new FunctionFailedException("the configuration has no entry 'wiremock' with host and port, or url");
        }
        Object host = settings.get("host");
        Object port = settings.get("port");
        Object url = settings.get("url");
        if (PythonValues.truth(host) && PythonValues.truth(port)) {
            Object context = settings.getOrDefault("contextPath", "");
            url = "http://" + PythonText.str(host) + ":" + PythonText.str(port) + PythonText.str(context);
        }
        if (!PythonValues.truth(url)) {
            throw new FunctionFailedException("the configuration 'wiremock' has neither host and port nor url");
        }
        this.admin = PythonText.str(url) + "/__admin";
        this.limit = settings.get("timeout") instanceof Number seconds
                ? Duration.ofMillis((long) (seconds.doubleValue() * 1000))
                : Duration.ofSeconds(1);
    }

    /** Sends, and takes only this status for success. */
    @Nullable
    Object send(String method, String path, @Nullable Object body, int expected) {
        HttpCall call = HttpCall.of(method, admin + path).within(limit).header("Accept", "application/json");
        HttpAnswer answer = API.send(
                body == null
                        ? call
                        : call.header("Content-Type", "application/json").body(PythonJson.dumps(body)));
        if (answer.status() != expected) {
            throw API.unexpected(method + " " + admin + path, answer);
        }
        return answer.isEmpty() ? null : API.json(answer, path);
    }

    List<Map<String, @Nullable Object>> mappings() {
        Map<String, Object> all = Values.asMap(send("GET", "/mappings", null, 200));
        List<Map<String, @Nullable Object>> mappings = new ArrayList<>();
        if (all != null && all.get("mappings") instanceof List<?> list) {
            for (Object mapping : list) {
                Map<String, Object> one = Values.asMap(mapping);
                if (one != null) {
                    mappings.add(one);
                }
            }
        }
        return mappings;
    }

    /** Stores the mapping with a changed response. */
    @Nullable
    Object update(Map<String, @Nullable Object> mapping, Map<String, @Nullable Object> changes, List<String> dropped) {
        Map<String, Object> response = Values.mutable(
                mapping.get("response") instanceof Map<?, ?> map ? Values.map(map, value -> value) : Map.of());
        response.putAll(changes);
        dropped.forEach(response::remove);
        Map<String, Object> changed = Values.mutable(mapping);
        changed.put("response", response);
        return send("PUT", "/mappings/" + mapping.get("id"), changed, 200);
    }

    static Map<String, @Nullable Object> request(Map<String, @Nullable Object> mapping) {
        Map<String, Object> request = Values.asMap(mapping.get("request"));
        return request == null ? Map.of() : request;
    }
}
