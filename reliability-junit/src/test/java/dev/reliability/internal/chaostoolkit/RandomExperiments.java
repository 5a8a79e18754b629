package dev.reliability.internal.chaostoolkit;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Experiments, configurations, activities and YAML files: valid ones with something changed. */
final class RandomExperiments {
    private static final String VALID =
            """
            {"title": "t", "description": "d", "tags": ["a"], "version": "1.0.0",
             "configuration": {"a": 1, "b": {"c": 2}, "e": {"type": "env", "key": "NOT_THERE", "default": "1"}},
             "secrets": {"g": {"s": "x"}},
             "extensions": [{"name": "x"}],
             "controls": [{"name": "c", "provider": {"type": "python", "module": "json"}, "scope": "before"}],
             "steady-state-hypothesis": {"title": "h", "probes": [
               {"type": "probe", "name": "p1", "tolerance": true,
                "provider": {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": "/"}}},
               {"type": "probe", "name": "p2", "tolerance": [200, 201],
                "provider": {"type": "http", "url": "http://localhost", "headers": {"A": "b"}, "timeout": 3}},
               {"type": "probe", "name": "p3", "tolerance": {"type": "range", "range": [1, 2.5]},
                "provider": {"type": "process", "path": "echo", "arguments": ["a"]}},
               {"type": "probe", "name": "p4", "tolerance": {"type": "regex", "pattern": "a+", "target": "stdout"},
                "provider": {"type": "process", "path": "echo", "arguments": "a"}},
               {"type": "probe", "name": "p5", "tolerance": {"type": "jsonpath", "path": "$.a", "count": 1},
                "provider": {"type": "http", "url": "http://localhost"}}]},
             "method": [
               {"type": "action", "name": "a1", "background": true, "pauses": {"before": 1, "after": "${a}"}, "timeout": 5,
                "controls": [{"name": "d", "provider": {"type": "python", "module": "json"}}],
                "provider": {"type": "python", "module": "os", "func": "rename", "arguments": {"src": "a", "dst": "b"}}},
               {"ref": "p1"}],
             "rollbacks": [
               {"type": "action", "name": "r1", "provider": {"type": "process", "path": "true"}}]}
            """;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "2.5",
            "\"\"",
            "\"x\"",
            "\"p1\"",
            "[]",
            "[1]",
            "[\"\"]",
            "{}",
            "{\"name\": \"q\"}",
            "{\"type\": \"env\"}",
            "{\"type\": \"env\", \"key\": \"NOT_THERE\"}",
            "{\"type\": \"python\"}",
            "{\"ref\": \"zz\"}",
            "\"${a}\"",
            "\"before\"",
            "[1, 2, 3]",
            "\"/\"");
    private static final List<String> LINES = List.of(
            "a: yes",
            "b: 'yes'",
            "c: 010",
            "d: 0o10",
            "e: 1_000",
            "f: 1:30",
            "g: 1e3",
            "h: 1.5e+3",
            "i: .5",
            "j: ~",
            "k:",
            "l: off",
            "m: [1, two, 3.0]",
            "n: {x: 1, y: \"z\"}",
            "o: 0x1F",
            "p: 0b11",
            "q: -0",
            "r: +12",
            "s: '010'",
            "t: text with spaces",
            "u: &x [1]",
            "v: *x",
            "w: |\n  line\n  more",
            "x: >\n  folded\n  text",
            "y: null",
            "z: .inf",
            "aa: -.5",
            "bb: 1.",
            "a: no",
            "base: &base {p: 1, q: 2}",
            "merged:\n  <<: *base\n  q: 3",
            "cc: \"\\u00e9\"",
            "dd: !!str 5",
            "ee: !!python/name:os.system x",
            "1: number",
            "ff: N",
            "gg: 0.1",
            "hh: 1__0",
            "ii: 09",
            "jj: - a",
            "kk: 12:30:45",
            "ll: +.5",
            "mm: 'it''s'",
            "---",
            "nn: 1e+3",
            "oo: 3.",
            "pp: 1:60",
            "qq: true # comment",
            "rr: #nothing",
            "ss: on",
            "tt: 0_7",
            "uu: 1.5:30");

    private RandomExperiments() {}

    static Object experiment(Random random) {
        Object experiment = json(VALID);
        for (int i = random.nextInt(3); i > 0; i--) {
            change(experiment, random);
        }
        return experiment;
    }

    private static void change(Object root, Random random) {
        List<Object> containers = new ArrayList<>();
        collect(root, containers);
        Object container = containers.get(random.nextInt(containers.size()));
        Object value = json(VALUES.get(random.nextInt(VALUES.size())));
        if (container instanceof Map<?, ?> map && !map.isEmpty()) {
            List<Object> keys = new ArrayList<>(map.keySet());
            String key = String.valueOf(keys.get(random.nextInt(keys.size())));
            @SuppressWarnings("unchecked")
            Map<String, Object> open = (Map<String, Object>) map;
            if (random.nextInt(3) == 0) {
                open.remove(key);
            } else {
                open.put(key, value);
            }
        } else if (container instanceof List<?> list && !list.isEmpty()) {
            @SuppressWarnings("unchecked")
            List<Object> open = (List<Object>) list;
            open.set(random.nextInt(list.size()), value);
        }
    }

    private static void collect(Object node, List<Object> into) {
        if (node instanceof Map<?, ?> map) {
            into.add(node);
            map.values().forEach(child -> collect(child, into));
        } else if (node instanceof List<?> list) {
            into.add(node);
            list.forEach(child -> collect(child, into));
        }
    }

    static Map<String, Object> configuration(Random random) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            configuration.put(
                    name,
                    switch (random.nextInt(6)) {
                        case 0 -> json(VALUES.get(random.nextInt(VALUES.size())));
                        case 1 -> process(random);
                        default -> env(random);
                    });
        }
        Map<String, Object> asked = RandomCases.of("kind", "configuration", "configuration", configuration);
        asked.put("environment", RandomCases.of("CTK_A", text(random), "CTK_B", text(random)));
        if (random.nextInt(3) == 0) {
            asked.put(
                    "var",
                    List.of(pick(random, "a", "a:int", "b:float", "c:bool", "a:json", "x", "b:str", "c:nope") + "="
                            + text(random)));
        }
        asked.put(
                "secrets",
                RandomCases.of(
                        "g",
                        RandomCases.of("s", env(random), "t", "x"),
                        "u",
                        RandomCases.of("v", "w", "n", RandomCases.of("m", 1L, "type", "env2"))));
        return asked;
    }

    private static Map<String, Object> env(Random random) {
        Map<String, Object> env =
                RandomCases.of("type", "env", "key", pick(random, "CTK_A", "CTK_B", "CTK_A", "CTK_MISSING"));
        if (random.nextInt(3) == 0) {
            env.put("default", json(VALUES.get(random.nextInt(VALUES.size()))));
        }
        if (random.nextInt(2) == 0) {
            env.put(
                    "env_var_type",
                    pick(random, "int", "integer", "float", "number", "bool", "json", "str", "string", "nope"));
        }
        return env;
    }

    private static Map<String, Object> process(Random random) {
        Map<String, Object> provider = RandomCases.of("type", "process", "path", "sh");
        provider.put(
                "arguments", List.of("-c", pick(random, "echo ' ${a} '", "exit 3", "echo out; echo err >&2", "true")));
        Map<String, Object> probe = RandomCases.of("type", "probe", "name", "n");
        probe.put("provider", provider);
        return probe;
    }

    private static String text(Random random) {
        return pick(
                random,
                "1",
                " 12 ",
                "1_0",
                "x",
                "",
                "False",
                "no",
                "0",
                "1.5",
                "1e3",
                "inf",
                "{\"a\": 1}",
                "[1, 2",
                "true",
                "+5",
                "é");
    }

    static Map<String, Object> activity(Random random) {
        Map<String, Object> provider =
                RandomCases.of("type", "process", "path", pick(random, "sh", "echo", "/bin/echo"));
        boolean shell = provider.get("path").equals("sh");
        provider.put(
                "arguments",
                shell
                        ? json(pick(
                                random,
                                "\"-c 'exit 3'\"",
                                "[\"-c\", \"echo a; echo b >&2; exit 4\"]",
                                "[\"-c\", \"kill -9 $$\"]",
                                "[\"-c\", \"cat\"]",
                                "{\"-c\": \"echo ${n}\"}",
                                "\"-c 'echo $HOME_NOT_SET ${n}'\"",
                                "[\"-c\", \"printf '\\\\303\\\\251'\"]",
                                "[\"-c\", \"sleep 0\"]",
                                "5",
                                "null"))
                        : json(pick(
                                random,
                                "[\"a\", 1, 2.5, null, \"\", true, [1]]",
                                "\"a   b\"",
                                "\"'a   b' | tr a c\"",
                                "{\"-n\": \"x\"}",
                                "[]",
                                "\"${n} $s and more text\"",
                                "[\"${n}\", \"${missing}\", \"$$\"]",
                                "\"${n}\"",
                                "[\"with ${l} and more text\"]")));
        Map<String, Object> activity = RandomCases.of("type", "probe", "name", "n");
        activity.put("provider", provider);
        Map<String, Object> asked = RandomCases.of("kind", "activity", "activity", activity);
        if (random.nextInt(3) > 0) {
            asked.put(
                    "configuration",
                    RandomCases.of("n", json(pick(random, "5", "\"x y\"", "[\"p\", \"q\"]")), "l", List.of(1L, "a")));
            asked.put("secrets", RandomCases.of("g", RandomCases.of("s", "secret", "t", 1L), "h", Map.of()));
        }
        return asked;
    }

    static Map<String, Object> file(Random random) {
        StringBuilder content = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            content.append(LINES.get(random.nextInt(LINES.size()))).append('\n');
        }
        Map<String, Object> asked = RandomCases.of("kind", "file", "name", pick(random, "e.yaml", "e.yml"));
        asked.put("content", content.toString());
        return asked;
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Object json(String text) {
        try {
            return PythonJson.loads(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
