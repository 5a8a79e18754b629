package dev.reliability.internal.chaostoolkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Makes cases for the differential test: the same ones for the same seed. */
final class RandomCases {
    private static final List<String> KEYS = List.of("a", "b", "c", "status", "body");
    private static final List<Object> SCALARS = List.of(
            0L,
            1L,
            2L,
            -1L,
            200L,
            5000000000L,
            0.5,
            1.0,
            1e16,
            1e-7,
            123456.789,
            true,
            false,
            "",
            "a",
            "5",
            " 7 ",
            "1e3",
            "inf",
            "NaN",
            "x y",
            "é",
            "1_0",
            "abc",
            "{\"a\": [1, 2]}",
            "a\nb",
            "\uD83D\uDE00",
            "it's",
            "\"",
            "\u0001");
    private static final List<String> NAMES = List.of("n", "s", "l", "d", "t", "both", "missing", "_u1");

    private final Random random;

    RandomCases(long seed) {
        this.random = new Random(seed);
    }

    Map<String, Object> next() {
        return switch (random.nextInt(14)) {
            case 10, 11 -> of("kind", "validate", "experiment", RandomExperiments.experiment(random));
            case 12 -> RandomExperiments.configuration(random);
            case 13 -> random.nextInt(4) == 0 ? RandomExperiments.activity(random) : RandomExperiments.file(random);
            case 0, 1 -> substitution();
            case 2, 3 -> tolerance(scalarTolerance(), value(2));
            case 4 -> tolerance(rangeTolerance(), value(2));
            case 5, 6 -> tolerance(regexTolerance(), random.nextInt(12) == 0 ? value(2) : RandomPatterns.text(random));
            default -> tolerance(jsonPathTolerance(), value(4));
        };
    }

    private Map<String, Object> substitution() {
        Map<String, Object> made = of("kind", "substitute", "data", template(2));
        made.put("configuration", variables());
        made.put("secrets", of("one", variables(), "two", variables()));
        return made;
    }

    private Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (String name : NAMES.subList(0, 6)) {
            if (random.nextInt(3) == 0) {
                variables.put(name, value(2));
            }
        }
        return variables;
    }

    private Object template(int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return random.nextBoolean() ? list(3, () -> template(depth - 1)) : map(3, () -> template(depth - 1));
        }
        if (random.nextInt(6) == 0) {
            return value(0);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            String name = pick(NAMES);
            text.append(pick(List.of(
                    "${" + name + "}",
                    "${" + name + "}",
                    "$" + name,
                    "$$",
                    "$",
                    "${",
                    "${my-var}",
                    "${a.b}",
                    "}",
                    "{" + name + "}",
                    " text ",
                    "${ " + name + "}",
                    "$1",
                    "$" + name + "é")));
        }
        return text.toString();
    }

    private Map<String, Object> tolerance(Object tolerance, Object value) {
        Map<String, Object> made = of("kind", "tolerance", "tolerance", tolerance);
        made.put("value", value);
        if (random.nextInt(10) == 0) {
            made.put("configuration", variables());
        }
        return made;
    }

    private Object scalarTolerance() {
        return switch (random.nextInt(5)) {
            case 0 -> list(4, () -> value(0));
            case 1 -> List.of(value(0), value(0));
            case 2 -> "${" + pick(NAMES) + "}";
            default -> value(0);
        };
    }

    private Object rangeTolerance() {
        Map<String, Object> rule =
                of("type", "range", "range", random.nextInt(10) == 0 ? value(1) : List.of(value(0), 1000L));
        if (random.nextInt(3) > 0) {
            rule.put("range", List.of(random.nextInt(10) - 5L, random.nextBoolean() ? 1000L : 7.25));
        }
        return targeted(rule);
    }

    private Object regexTolerance() {
        return targeted(of("type", "regex", "pattern", RandomPatterns.pattern(random)));
    }

    private Object jsonPathTolerance() {
        Map<String, Object> rule = of("type", "jsonpath", "path", RandomPaths.path(random));
        if (random.nextInt(3) == 0) {
            rule.put("count", (long) random.nextInt(4));
        }
        if (random.nextInt(3) == 0) {
            rule.put("expect", value(1));
        }
        return targeted(rule);
    }

    private Object targeted(Map<String, Object> rule) {
        if (random.nextInt(5) == 0) {
            rule.put("target", pick(KEYS));
        }
        return rule;
    }

    private Object value(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return random.nextBoolean() ? list(4, () -> value(depth - 1)) : map(4, () -> value(depth - 1));
        }
        return pick(SCALARS);
    }

    private List<Object> list(int most, Supplier<Object> element) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(random.nextInt(12) == 0 ? null : element.get());
        }
        return list;
    }

    private Map<String, Object> map(int most, Supplier<Object> element) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            map.put(pick(KEYS), element.get());
        }
        return map;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static Map<String, Object> of(String k1, Object v1, String k2, Object v2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(k1, v1);
        map.put(k2, v2);
        return map;
    }
}
