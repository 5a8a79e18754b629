package dev.reliability.internal.chaostoolkit.tolerance;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.jsonpath.JsonPath;
import dev.reliability.internal.chaostoolkit.jsonpath.JsonPathSyntaxException;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the output of a probe with its tolerance.
 *
 * <p>Both modes give the tool's answer wherever the tool gives one. Where the tool ends with a traceback, compat mode
 * says {@link ToleranceResult.Outcome#CRASHED} with its last line, and strict mode with a reason for people.
 */
public final class ToleranceChecker {
    private static final int LONGEST = 200;

    private final Mode mode;
    private final Substitution substitution;
    private final ProbeRunner probes;

    public ToleranceChecker(Mode mode, Substitution substitution, ProbeRunner probes) {
        this.mode = mode;
        this.substitution = substitution;
        this.probes = probes;
    }

    /** Runs a probe that is itself the tolerance. */
    @FunctionalInterface
    public interface ProbeRunner {
        /**
         * Runs the probe.
         *
         * @param probe the probe, with the value to judge as its argument {@code value}
         * @return its output, of which the truth counts
         */
        @Nullable
        Object run(Map<String, @Nullable Object> probe) throws ActivityFailedException;
    }

    /** Compares; never throws for any value a file or a probe can bring. */
    public ToleranceResult check(@Nullable Object tolerance, @Nullable Object value) {
        try {
            Object allowed = tolerance instanceof String ? substitution.apply(tolerance) : tolerance;
            return compare(allowed, value);
        } catch (RuntimeException | StackOverflowError thrown) {
            PythonError e = thrown instanceof PythonError error ? error : PythonError.unexpected(thrown);
            return mode == Mode.COMPAT
                    ? new ToleranceResult(ToleranceResult.Outcome.CRASHED, e.line())
                    : new ToleranceResult(
                            ToleranceResult.Outcome.CRASHED,
                            "the tolerance cannot be applied to " + shown(value) + ": " + e.getMessage());
        }
    }

    private ToleranceResult compare(@Nullable Object allowed, @Nullable Object value) {
        if (allowed instanceof Boolean || allowed instanceof String) {
            return ToleranceResult.of(PythonValues.equal(value, allowed), expected(shown(allowed), value));
        }
        if (PythonValues.isInteger(allowed)) {
            Object seen = value instanceof Map<?, ?> map && map.containsKey("status") ? map.get("status") : value;
            return ToleranceResult.of(PythonValues.equal(seen, allowed), expected(shown(allowed), seen));
        }
        if (allowed instanceof List<?> list) {
            return list(list, value);
        }
        if (allowed instanceof Map<?, ?> map) {
            return rule(map, value);
        }
        return ToleranceResult.of(false, shown(allowed) + " is not a tolerance");
    }

    private ToleranceResult list(List<?> list, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("status")) {
            Object status = map.get("status");
            String hint = list.size() == 2 ? " (a list names single statuses; use the type range for all between)" : "";
            return ToleranceResult.of(
                    PythonValues.contains(list, status), expected("one of " + shown(list), status) + hint);
        }
        if (list.size() == 2) {
            noBoolean(value);
            boolean within =
                    PythonValues.lessOrEqual(list.get(0), value) && PythonValues.lessOrEqual(value, list.get(1));
            return ToleranceResult.of(
                    within, expected("from " + shown(list.get(0)) + " to " + shown(list.get(1)), value));
        }
        return ToleranceResult.of(PythonValues.contains(list, value), expected("one of " + shown(list), value));
    }

    /** For Python they are 1 and 0: whoever tolerates all from 0 to 1 would tolerate both. */
    private void noBoolean(@Nullable Object value) {
        if (mode == Mode.STRICT && value instanceof Boolean) {
            throw PythonError.typeError("it is no number; its tolerance is true or false");
        }
    }

    private ToleranceResult rule(Map<?, ?> rule, @Nullable Object value) {
        Object type = rule.get("type");
        if ("probe".equals(type)) {
            return probe(rule, value);
        }
        if ("regex".equals(type)) {
            return regex(rule, value);
        }
        if ("jsonpath".equals(type)) {
            return jsonPath(rule, value);
        }
        if ("range".equals(type)) {
            Object seen = target(rule, value);
            noBoolean(seen);
            List<?> range = rule.get("range") instanceof List<?> list ? list : List.of();
            return ToleranceResult.of(
                    DecimalRange.contains(range, seen),
                    expected("a number from " + shown(range.get(0)) + " to " + shown(range.get(1)), seen));
        }
        return ToleranceResult.of(false, "the tolerance type " + shown(type) + " is not known");
    }

    private ToleranceResult probe(Map<?, ?> rule, @Nullable Object value) {
        Map<String, Object> probe = Values.mutable(map(rule, "tolerance"));
        Map<String, Object> provider = Values.mutable(map(probe.get("provider"), "provider"));
        if (!provider.containsKey("arguments") && mode == Mode.COMPAT) {
            throw PythonError.keyError("arguments");
        }
        Map<String, Object> arguments = Values.mutable(map(provider.getOrDefault("arguments", Map.of()), "arguments"));
        arguments.put("value", value);
        provider.put("arguments", arguments);
        probe.put("provider", provider);
        try {
            Object answer = probes.run(probe);
            if (mode == Mode.STRICT && "python".equals(provider.get("type")) && !judges(answer)) {
                return new ToleranceResult(
                        ToleranceResult.Outcome.CRASHED,
                        "the probe " + shown(probe.get("name"))
                                + ", which is the tolerance, answers with true or false;" + " got " + shown(answer));
            }
            return ToleranceResult.of(
                    PythonValues.truth(answer),
                    "the probe " + shown(probe.get("name")) + " answered " + shown(answer) + " for " + shown(value));
        } catch (ActivityFailedException e) {
            return ToleranceResult.of(
                    false,
                    "the probe " + shown(probe.get("name")) + " failed for " + shown(value) + ": " + e.getMessage());
        }
    }

    /** A text or an object is true for Python, whatever it says. */
    private static boolean judges(@Nullable Object answer) {
        return answer == null || answer instanceof Boolean || PythonValues.isNumber(answer);
    }

    private ToleranceResult regex(Map<?, ?> rule, @Nullable Object value) {
        Object pattern = substitution.apply(rule.get("pattern"));
        if (!(pattern instanceof String expression)) {
            throw PythonError.typeError("first argument must be string or compiled pattern");
        }
        PythonPattern compiled;
        try {
            compiled = PythonPattern.compile(expression);
        } catch (PatternSyntax e) {
            throw new PythonError("re.error", e.getMessage());
        }
        Object seen = target(rule, value);
        if (!(seen instanceof String text)) {
            throw PythonError.typeError(
                    seen instanceof byte[]
                            ? "cannot use a string pattern on a bytes-like object"
                            : "expected string or bytes-like object, got '" + PythonValues.typeName(seen) + "'");
        }
        return ToleranceResult.of(
                compiled.search(text), "expected a match of " + shown(expression) + ", got " + shown(text));
    }

    private ToleranceResult jsonPath(Map<?, ?> rule, @Nullable Object value) {
        Object path = substitution.apply(rule.get("path"));
        if (!(path instanceof String expression)) {
            throw PythonError.typeError("the path is a " + PythonValues.typeName(path) + ", not a text");
        }
        JsonPath compiled;
        try {
            compiled = JsonPath.parse(expression);
        } catch (JsonPathSyntaxException e) {
            throw PythonError.valueError(e.getMessage());
        }
        List<Object> values = compiled.select(parsed(target(rule, value)));
        if (rule.containsKey("expect")) {
            Object expect = substitution.apply(rule.get("expect"));
            boolean same = expect instanceof List<?> list
                    ? PythonValues.equal(values, list)
                    : values.size() == 1 && PythonValues.equal(values.get(0), expect);
            return ToleranceResult.of(same, at(expression, shown(expect), values));
        }
        Object count = rule.get("count");
        if (count != null) {
            return ToleranceResult.of(
                    PythonValues.equal((long) values.size(), count),
                    at(expression, shown(count) + " matches", values) + " (" + values.size() + ")");
        }
        return ToleranceResult.of(!values.isEmpty(), at(expression, "a match", values));
    }

    private static String at(String path, String expected, List<?> values) {
        return "expected " + expected + " at " + path + ", got " + shown(values);
    }

    private static @Nullable Object parsed(@Nullable Object value) {
        Object text = value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value;
        if (!(text instanceof String json)) {
            return text;
        }
        try {
            return PythonJson.loads(json);
        } catch (IOException e) {
            return text;
        }
    }

    private static @Nullable Object target(Map<?, ?> rule, @Nullable Object value) {
        Object target = rule.get("target");
        if (!PythonValues.truth(target)) {
            return value;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw PythonError.noAttribute(value, "get");
        }
        return map.containsKey(target) ? map.get(target) : value;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value, String what) {
        Map<String, Object> map = Values.asMap(value);
        if (map == null) {
            throw PythonError.typeError(what + " must be an object, got '" + PythonValues.typeName(value) + "'");
        }
        return map;
    }

    private static String expected(String expected, @Nullable Object seen) {
        return "expected " + expected + ", got " + shown(seen);
    }

    private static String shown(@Nullable Object value) {
        String text = PythonText.repr(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    }
}
