package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code chaoswm}: stub mappings and delays of a WireMock server.
 *
 * <p>The original logs an error and returns an empty list where a mapping is not found or the server refuses; here
 * the activity fails, in strict mode also where no mapping matches a filter.
 */
final class WiremockFunctions implements FunctionProvider {
    private static final String ACTIONS = "chaoswm.actions";
    private static final String PROBES = "chaoswm.probes";
    private static final Set<String> FAULTS =
            Set.of("EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE", "CONNECTION_RESET_BY_PEER");
    private static final List<String> DELAYS =
            List.of("fixedDelayMilliseconds", "delayDistribution", "chunkedDribbleDelay");

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                action("add_mappings")
                        .required(ArgumentType.LIST, "mappings")
                        .calling(call -> add(call, WiremockFilters.list(call, "mappings"))),
                action("populate_from_dir").optional("dir", ".").calling(WiremockFunctions::populate),
                filtered("delete_mappings").calling(WiremockFunctions::delete),
                action("delete_all_mappings").calling(WiremockFunctions::deleteAll),
                ExperimentFunction.named(ACTIONS, "update_mappings_status_code_and_body")
                        .required(ArgumentType.LIST, "filter")
                        .required("status_code")
                        .optional("body", null)
                        .optional(ArgumentType.TEXT, "body_file_name", null)
                        .optional("filter_opts", null)
                        .calling(WiremockFunctions::status),
                ExperimentFunction.named(ACTIONS, "update_mappings_fault")
                        .required(ArgumentType.LIST, "filter")
                        .required(ArgumentType.TEXT, "fault")
                        .optional("filter_opts", null)
                        .calling(WiremockFunctions::fault),
                ExperimentFunction.named(ACTIONS, "fixed_delay")
                        .required(ArgumentType.LIST, "filter")
                        .required(ArgumentType.NUMBER, "fixedDelayMilliseconds")
                        .optional("filter_opts", null)
                        .calling(call -> ids(changed(
                                call,
                                change(
                                        "fixedDelayMilliseconds",
                                        call.number("fixedDelayMilliseconds"),
                                        "delayDistribution",
                                        null)))),
                action("random_delay")
                        .required(ArgumentType.LIST, "filter")
                        .required(ArgumentType.OBJECT, "delayDistribution")
                        .calling(call -> exactly(
                                call,
                                change("delayDistribution", call.arguments().get("delayDistribution")))),
                action("chunked_dribble_delay")
                        .required(ArgumentType.LIST, "filter")
                        .required(ArgumentType.OBJECT, "chunkedDribbleDelay")
                        .calling(call -> exactly(call, dribble(call.arguments().get("chunkedDribbleDelay")))),
                action("down").required(ArgumentType.LIST, "filter").calling(WiremockFunctions::down),
                action("up").required(ArgumentType.LIST, "filter").calling(WiremockFunctions::up),
                action("global_fixed_delay")
                        .optional(ArgumentType.NUMBER, "fixedDelay", 0L)
                        .calling(call -> settings(call, change("fixedDelay", call.number("fixedDelay")))),
                action("global_random_delay")
                        .required(ArgumentType.OBJECT, "delayDistribution")
                        .calling(call -> settings(
                                call,
                                change("delayDistribution", call.arguments().get("delayDistribution")))),
                action("reset").calling(call -> post(call, "/reset")),
                action("reset_mappings").calling(call -> post(call, "/mappings/reset")),
                ExperimentFunction.named(PROBES, "mappings").calling(call -> new WiremockClient(call).mappings()),
                ExperimentFunction.named(PROBES, "server_running").calling(WiremockFunctions::running));
    }

    private static ExperimentFunction.Builder action(String name) {
        return ExperimentFunction.named(ACTIONS, name);
    }

    private static ExperimentFunction.Builder filtered(String name) {
        return action(name).required(ArgumentType.LIST, "filter").optional("filter_opts", null);
    }

    private static Map<String, @Nullable Object> change(String key, @Nullable Object value) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put(key, value);
        return change;
    }

    private static Map<String, @Nullable Object> change(
            String key, @Nullable Object value, String other, @Nullable Object second) {
        Map<String, @Nullable Object> change = change(key, value);
        change.put(other, second);
        return change;
    }

    private static List<@Nullable Object> add(FunctionCall call, List<?> mappings) {
        WiremockClient wiremock = new WiremockClient(call);
        List<@Nullable Object> ids = new ArrayList<>();
        for (Object mapping : mappings) {
            ids.add(wiremock.send("POST", "/mappings", mapping, 201) instanceof Map<?, ?> made ? made.get("id") : null);
        }
        return ids;
    }

    private static List<@Nullable Object> populate(FunctionCall call) throws IOException {
        List<@Nullable Object> mappings = new ArrayList<>();
        Path folder = Path.of(call.text("dir"));
        if (!Files.isDirectory(folder)) {
            throw new FunctionFailedException("there is no directory " + folder);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                mappings.add(PythonJson.loads(Files.readString(file)));
            }
        }
        return add(call, mappings);
    }

    private static List<@Nullable Object> delete(FunctionCall call) {
        WiremockClient wiremock = new WiremockClient(call);
        List<@Nullable Object> ids = new ArrayList<>();
        for (Map<String, Object> mapping : WiremockFilters.matching(call, wiremock)) {
            wiremock.send("DELETE", "/mappings/" + mapping.get("id"), null, 200);
            ids.add(mapping.get("id"));
        }
        return ids;
    }

    private static List<@Nullable Object> deleteAll(FunctionCall call) {
        WiremockClient wiremock = new WiremockClient(call);
        List<@Nullable Object> ids = new ArrayList<>();
        for (Map<String, Object> mapping : wiremock.mappings()) {
            wiremock.send("DELETE", "/mappings/" + mapping.get("id"), null, 200);
            ids.add(mapping.get("id"));
        }
        return ids;
    }

    private static List<@Nullable Object> status(FunctionCall call) {
        Object code = call.arguments().get("status_code");
        if (!PythonText.str(code).matches("[1-5]\\d\\d")) {
            throw new FunctionFailedException("the argument 'status_code' must be from 100 to 599, got " + code);
        }
        Map<String, Object> change = change("status", code);
        Object body = call.arguments().get("body");
        Object file = call.arguments().get("body_file_name");
        if (PythonValues.truth(file)) {
            change.put("bodyFileName", file);
            change.put("body", null);
        } else if (PythonValues.truth(body)) {
            change.put("bodyFileName", null);
            change.put("body", body);
        }
        return ids(changed(call, change));
    }

    private static List<@Nullable Object> fault(FunctionCall call) {
        if (!FAULTS.contains(call.text("fault"))) {
            throw new FunctionFailedException(
                    "WireMock has no fault '" + call.text("fault") + "', but " + String.join(", ", FAULTS));
        }
        return ids(changed(call, change("fault", call.text("fault"))));
    }

    private static List<Map<String, @Nullable Object>> changed(
            FunctionCall call, Map<String, @Nullable Object> change) {
        WiremockClient wiremock = new WiremockClient(call);
        List<Map<String, Object>> matching = WiremockFilters.matching(call, wiremock);
        matching.forEach(mapping -> wiremock.update(mapping, change, List.of()));
        return matching;
    }

    private static List<@Nullable Object> ids(List<Map<String, @Nullable Object>> mappings) {
        List<@Nullable Object> ids = new ArrayList<>();
        mappings.forEach(mapping -> ids.add(mapping.get("id")));
        return ids;
    }

    private static List<@Nullable Object> exactly(FunctionCall call, Map<String, @Nullable Object> change) {
        WiremockClient wiremock = new WiremockClient(call);
        List<@Nullable Object> updated = new ArrayList<>();
        for (Object filter : WiremockFilters.list(call, "filter")) {
            for (Map<String, Object> mapping : WiremockFilters.equal(call, wiremock, filter)) {
                updated.add(wiremock.update(mapping, change, List.of()));
            }
        }
        return updated;
    }

    private static Map<String, @Nullable Object> dribble(@Nullable Object delay) {
        if (!(delay instanceof Map<?, ?> map) || !map.keySet().containsAll(Set.of("numberOfChunks", "totalDuration"))) {
            throw new FunctionFailedException("a chunked dribble delay has numberOfChunks and totalDuration");
        }
        return change("chunkedDribbleDelay", delay);
    }

    private static List<@Nullable Object> down(FunctionCall call) {
        Map<String, Object> settings = Values.asMap(call.configuration().get("wiremock"));
        Map<String, Object> defaults = settings == null ? null : Values.asMap(settings.get("defaults"));
        if (defaults == null || !defaults.containsKey("down")) {
            throw new FunctionFailedException("the configuration 'wiremock' has no defaults for 'down'");
        }
        return exactly(call, dribble(defaults.get("down")));
    }

    private static List<@Nullable Object> up(FunctionCall call) {
        WiremockClient wiremock = new WiremockClient(call);
        List<@Nullable Object> ids = new ArrayList<>();
        for (Object filter : WiremockFilters.list(call, "filter")) {
            for (Map<String, Object> mapping : WiremockFilters.equal(call, wiremock, filter)) {
                wiremock.update(mapping, Map.of(), DELAYS);
                ids.add(mapping.get("id"));
            }
        }
        return ids;
    }

    private static long settings(FunctionCall call, Map<String, @Nullable Object> settings) {
        new WiremockClient(call).send("POST", "/settings", settings, 200);
        return 1;
    }

    private static long post(FunctionCall call, String path) {
        new WiremockClient(call).send("POST", path, null, 200);
        return 1;
    }

    private static long running(FunctionCall call) {
        WiremockClient wiremock = new WiremockClient(call);
        if (!call.strict()) {
            return 1;
        }
        try {
            wiremock.mappings();
            return 1;
        } catch (FunctionFailedException e) {
            return 0;
        }
    }
}
