package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.jsonpath.JsonPath;
import dev.reliability.internal.chaostoolkit.jsonpath.JsonPathSyntaxException;
import dev.reliability.internal.chaostoolkit.tolerance.PatternSyntax;
import dev.reliability.internal.chaostoolkit.tolerance.PythonPattern;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What may stand as the tolerance of a hypothesis probe. */
public final class ToleranceRules {
    private static final Map<String, Set<String>> KEYS = Map.of(
            "range", Set.of("type", "range", "target"),
            "regex", Set.of("type", "pattern", "target"),
            "jsonpath", Set.of("type", "path", "count", "expect", "target"));

    private final Mode mode;
    private final Problems problems;
    private final BiConsumer<Map<String, @Nullable Object>, String> probes;

    /**
     * Rules for one file.
     *
     * @param probes checks an activity that is itself a tolerance, at its JSON pointer
     */
    public ToleranceRules(Mode mode, Problems problems, BiConsumer<Map<String, @Nullable Object>, String> probes) {
        this.mode = mode;
        this.problems = problems;
        this.probes = probes;
    }

    public void check(@Nullable Object tolerance, String pointer) {
        if (tolerance instanceof Boolean || PythonValues.isInteger(tolerance) || tolerance instanceof String) {
            return;
        }
        if (tolerance instanceof List<?> list) {
            if (mode == Mode.STRICT && list.isEmpty()) {
                problems.add(pointer, "an empty list tolerates nothing");
            }
            if (mode == Mode.STRICT && list.contains(true) && list.contains(false)) {
                problems.add(pointer, "who tolerates true and false tolerates everything that answers so");
            }
            return;
        }
        Map<String, Object> rule = Values.asMap(tolerance);
        if (rule == null) {
            problems.add(
                    pointer,
                    "a tolerance is a boolean, a whole number, a text, a list, or a rule with a type; got "
                            + PythonText.repr(tolerance)
                            + (tolerance instanceof Double ? "; for a number use the type range" : ""));
            return;
        }
        typed(rule, pointer);
    }

    private void typed(Map<String, @Nullable Object> rule, String pointer) {
        Object type = rule.get("type");
        if ("probe".equals(type)) {
            probes.accept(rule, pointer);
            return;
        }
        if (!(type instanceof String name) || !KEYS.containsKey(name)) {
            problems.add(
                    Pointers.child(pointer, "type"),
                    "a tolerance has the type probe, regex, jsonpath or range; got " + PythonText.repr(type));
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(rule, KEYS.get(name), pointer, problems);
            Object target = rule.get("target");
            if (target != null && !(target instanceof String)) {
                problems.add(Pointers.child(pointer, "target"), "target names a key of the output, as a text");
            }
        }
        switch (name) {
            case "range" -> range(rule, pointer);
            case "regex" -> regex(rule, pointer);
            default -> jsonPath(rule, pointer);
        }
    }

    private void range(Map<String, @Nullable Object> rule, String pointer) {
        String at = Pointers.child(pointer, "range");
        if (!(rule.get("range") instanceof List<?> range) || range.size() != 2) {
            problems.add(at, "a range is a list of two numbers, lower and upper bound");
            return;
        }
        for (int i = 0; i < 2; i++) {
            Object bound = range.get(i);
            if (!PythonValues.isNumber(bound) || (mode == Mode.STRICT && bound instanceof Boolean)) {
                problems.add(Pointers.child(at, i), "a bound of a range is a number; got " + PythonText.repr(bound));
                return;
            }
        }
        if (mode == Mode.STRICT && !PythonValues.lessOrEqual(range.get(0), range.get(1))) {
            problems.add(at, "nothing is between " + range.get(0) + " and " + range.get(1) + ": lower bound first");
        }
    }

    private void regex(Map<String, @Nullable Object> rule, String pointer) {
        String at = Pointers.child(pointer, "pattern");
        if (!(rule.get("pattern") instanceof String pattern)) {
            problems.add(at, "a regex tolerance has a pattern, as a text");
            return;
        }
        try {
            PythonPattern.compile(pattern);
        } catch (PatternSyntax e) {
            problems.add(
                    at, (e.unsupported() ? "cannot be run here: " : "not a regular expression: ") + e.getMessage());
        }
    }

    private void jsonPath(Map<String, @Nullable Object> rule, String pointer) {
        String at = Pointers.child(pointer, "path");
        if (!(rule.get("path") instanceof String path) || path.isBlank()) {
            problems.add(at, "a jsonpath tolerance has a path, as a text");
        } else {
            try {
                JsonPath.parse(path.strip());
            } catch (JsonPathSyntaxException e) {
                problems.add(at, "not a path: " + e.getMessage());
            }
        }
        Object count = rule.get("count");
        if (mode == Mode.STRICT && count != null && !PythonValues.isInteger(count)) {
            problems.add(Pointers.child(pointer, "count"), "count is a whole number; got " + PythonText.repr(count));
        }
    }
}
