package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code chaosprometheus}: queries of a Prometheus server, by default {@code http://localhost:9090}. */
final class PrometheusFunctions implements FunctionProvider {
    private static final String PROBES = "chaosprometheus.probes";
    private static final String CPU_USAGE = "100 * (1 - avg(rate(node_cpu_seconds_total{mode=\"idle\"}[1m])))";
    private static final long POINTS = 300;
    private static final JsonApi API = new JsonApi("Prometheus");

    private final InstantSource clock;

    PrometheusFunctions() {
        this(InstantSource.system());
    }

    PrometheusFunctions(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                ExperimentFunction.named(PROBES, "query")
                        .required(ArgumentType.TEXT, "query")
                        .optional(ArgumentType.TEXT, "when", null)
                        .optional("timeout", null)
                        .optional("verify_tls", true)
                        .calling(this::query),
                ExperimentFunction.named(PROBES, "query_interval")
                        .required(ArgumentType.TEXT, "query", "start", "end")
                        .optional(ArgumentType.NUMBER, "step", 1L)
                        .optional("timeout", null)
                        .optional("verify_tls", true)
                        .calling(this::queryInterval),
                ExperimentFunction.named(PROBES, "compute_mean")
                        .required(ArgumentType.TEXT, "query")
                        .optional("window", "1d")
                        .optional("mean_type", "arithmetic")
                        .calling(call -> mean(call, call.text("query"), call.text("mean_type"))),
                ExperimentFunction.named(PROBES, "nodes_cpu_usage_mean")
                        .optional("window", "1d")
                        .calling(call -> mean(call, CPU_USAGE, "arithmetic")));
    }

    private @Nullable Object query(FunctionCall call) {
        Map<String, Object> parameters = common(call);
        call.optionalText("when").ifPresent(when -> parameters.put("time", time(when)));
        return ask(call, "/api/v1/query", parameters);
    }

    private @Nullable Object queryInterval(FunctionCall call) {
        Map<String, Object> parameters = common(call);
        if (PythonValues.truth(call.arguments().get("step"))) {
            parameters.put("step", call.arguments().get("step"));
        }
        parameters.put("start", time(call.text("start")));
        parameters.put("end", time(call.text("end")));
        return ask(call, "/api/v1/query_range", parameters);
    }

    private static Map<String, @Nullable Object> common(FunctionCall call) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("query", call.text("query"));
        parameters.put("timeout", call.arguments().get("timeout"));
        return parameters;
    }

    private double mean(FunctionCall call, String query, String type) {
        Instant end = clock.instant();
        Instant start = Times.parse(call.text("window"), end)
                .orElseThrow(() -> new FunctionFailedException("failed to parse '" + call.text("window") + "'"));
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("query", query);
        parameters.put("start", start.toString());
        parameters.put("end", end.toString());
        parameters.put("step", Math.max(1, Duration.between(start, end).toSeconds() / POINTS));
        Object answer = ask(call, "/api/v1/query_range", parameters);
        List<Double> points = new ArrayList<>();
        if (answer instanceof Map<?, ?> map
                && map.get("data") instanceof Map<?, ?> data
                && data.get("result") instanceof List<?> series
                && !series.isEmpty()
                && series.get(0) instanceof Map<?, ?> first
                && first.get("values") instanceof List<?> values) {
            for (Object pair : values) {
                if (pair instanceof List<?> two && two.size() == 2) {
                    points.add(Double.valueOf(PythonText.str(two.get(1))));
                }
            }
        }
        if (points.isEmpty()) {
            throw new FunctionFailedException("Prometheus has no data for " + query);
        }
        return switch (type) {
            case "geometric" ->
                Math.exp(points.stream().mapToDouble(Math::log).average().orElse(0));
            case "harmonic" ->
                1 / points.stream().mapToDouble(value -> 1 / value).average().orElse(0);
            default -> points.stream().mapToDouble(value -> value).average().orElse(0);
        };
    }

    private String time(String text) {
        return Times.parse(text, clock.instant())
                .orElseThrow(() -> new FunctionFailedException("failed to parse '" + text
                        + "': a time is written 2024-05-01T10:00:00Z, now, or 5 minutes ago"))
                .toString();
    }

    private static @Nullable Object ask(FunctionCall call, String path, Map<String, @Nullable Object> parameters) {
        Object base = call.configuration().getOrDefault("prometheus_base_url", "http://localhost:9090");
        String url = Urls.withQuery(PythonText.str(base) + path, Urls.form(parameters));
        boolean verify = !Boolean.FALSE.equals(call.arguments().get("verify_tls"));
        HttpAnswer answer = API.send(HttpCall.of("GET", url)
                .within(Duration.ofSeconds(30))
                .verify(verify)
                .header("Accept", "application/json"));
        if (answer.status() != 200) {
            throw API.unexpected("the query " + parameters.get("query"), answer);
        }
        Object json = API.json(answer, "the query");
        if (call.strict() && json instanceof Map<?, ?> map && !"success".equals(map.get("status"))) {
            throw API.unexpected("the query " + parameters.get("query"), answer);
        }
        return json;
    }
}
