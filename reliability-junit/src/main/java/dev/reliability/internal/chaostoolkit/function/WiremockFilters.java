package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the stub mappings that an experiment means. */
final class WiremockFilters {
    private WiremockFilters() {}

    static List<?> list(FunctionCall call, String argument) {
        if (call.arguments().get(argument) instanceof List<?> list) {
            return list;
        }
        throw new FunctionFailedException("the argument '" + argument + "' must be a list");
    }

    /** The first mapping whose request is exactly the filter. */
    static List<Map<String, @Nullable Object>> equal(
            FunctionCall call, WiremockClient wiremock, @Nullable Object filter) {
        List<Map<String, Object>> found = wiremock.mappings().stream()
                .filter(mapping -> PythonValues.equal(mapping.get("request"), filter))
                .limit(1)
                .toList();
        return required(call, found, filter);
    }

    static List<Map<String, @Nullable Object>> matching(FunctionCall call, WiremockClient wiremock) {
        Map<String, Object> options = Values.asMap(call.arguments().get("filter_opts"));
        boolean strict = options == null || PythonValues.truth(options.getOrDefault("strict", true));
        long limit = options != null && options.get("limit") instanceof Number most && most.longValue() > 0
                ? most.longValue()
                : Long.MAX_VALUE;
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Object filter : list(call, "filter")) {
            Map<String, Object> wanted = Values.asMap(filter);
            if (wanted == null) {
                throw new FunctionFailedException("a filter is a mapping, got " + filter);
            }
            all.addAll(required(
                    call,
                    wiremock.mappings().stream()
                            .filter(mapping ->
                                    matches(strict ? WiremockClient.request(mapping) : mapping, wanted, !strict))
                            .limit(limit)
                            .toList(),
                    filter));
        }
        return all;
    }

    private static List<Map<String, @Nullable Object>> required(
            FunctionCall call, List<Map<String, @Nullable Object>> found, @Nullable Object filter) {
        if (found.isEmpty() && call.strict()) {
            throw new FunctionFailedException("no mapping of WireMock matches the filter " + filter);
        }
        return found;
    }

    private static boolean matches(
            Map<String, @Nullable Object> node, Map<String, @Nullable Object> wanted, boolean deep) {
        return wanted.entrySet().stream().allMatch(entry -> {
            if (!node.containsKey(entry.getKey())) {
                return false;
            }
            Object actual = node.get(entry.getKey());
            Map<String, Object> inner = deep ? Values.asMap(entry.getValue()) : null;
            if (inner != null) {
                Map<String, Object> below = Values.asMap(actual);
                return below != null && matches(below, inner, true);
            }
            if (deep && entry.getValue() instanceof List<?> choices) {
                return PythonValues.contains(choices, actual);
            }
            return PythonValues.equal(entry.getValue(), actual);
        });
    }
}
