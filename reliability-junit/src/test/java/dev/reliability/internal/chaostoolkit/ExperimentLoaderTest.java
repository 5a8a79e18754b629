package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.validation.ExperimentLoader;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class ExperimentLoaderTest {
    private static final String MINIMAL =
            """
            {"title": "t", "description": "d", "configuration": {"n": 1}, "secrets": {"g": {"s": "x"}},
             "steady-state-hypothesis": {"title": "h", "probes": [
               {"type": "probe", "name": "p", "tolerance": true, "provider": {"type": "python", "module": "os.path",
                "func": "exists", "arguments": {"path": "/"}}}]},
             "method": [{"type": "action", "name": "a", "provider": {"type": "process", "path": "sh", "arguments": ["-c", "true"]}},
                        {"type": "probe", "name": "w", "provider": {"type": "http", "url": "http://localhost/${n}"}}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void readsEveryPartOfTheFormat() throws IOException {
        Path file = folder.resolve("everything.yaml");
        try (InputStream in = getClass().getResourceAsStream("/dev/reliability/chaostoolkit/everything.yaml")) {
            Files.copy(in, file);
        }
        ExperimentFile experiment =
                loader(Mode.STRICT, Map.of("BOOKS_KEY", "k")).load(file, Overrides.NONE);
        assertThat(experiment.tags()).containsExactly("books", "shelf");
        assertThat(experiment.configuration())
                .containsEntry("limit", 3L)
                .containsEntry("shop", "corner")
                .containsKey("today");
        assertThat(experiment.written()).containsExactlyInAnyOrder("shop", "nested");
        assertThat(experiment.secrets()).isEqualTo(Map.of("desk", Map.of("key", "k", "inline", "word")));
        assertThat(experiment.hypothesis().orElseThrow().probes()).hasSize(6);
        assertThat(experiment.strategies().hypothesis()).contains(HypothesisStrategy.CONTINUOUSLY);
        assertThat(experiment.strategies().rollbacks()).contains(RollbackStrategy.ALWAYS);
        assertThat(experiment.method().get(0).background()).isTrue();
        assertThat(experiment.method().get(0).pauseAfter()).isEqualTo("${limit}");
        assertThat(experiment.method().get(0).controls().get(0).name()).isEqualTo("watch");
        assertThat(experiment.method().get(1).name()).isEqualTo("there");
        assertThat(experiment.method().get(1).pointer()).isEqualTo("/method/1");
        assertThat(experiment.rollbacks()).hasSize(1);
        assertThat(experiment.toString()).doesNotContain("word");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/rollback | [] | the key 'rollback' is not known here; did you mean 'rollbacks'?",
                "/title | `\"\"` | an experiment has a title",
                "/method | null | an experiment has a method",
                "/method/0/type | `\"act\"` | the type probe or action; got 'act'",
                "/method/0/naem | `\"x\"` | did you mean 'name'?",
                "/method/0/timeout | `\"3\"` | a number of seconds",
                "/method/0/pauses | {\"before\": \"soon\"} | a pause is a number of seconds",
                "/method/0/background | 1 | background is true or false",
                "/method/0/tolerance | true | has an effect on probes of the hypothesis only",
                "/method/0/provider/type | `\"shell\"` | the type http, process or python",
                "/method/0/provider/path | `\"no-such-program\"` | no executable 'no-such-program' on the PATH",
                "/method/0/provider/timeout | `\"${n}\"` | nothing is substituted here",
                "/method/0/provider/arguments | [\"${m}\"] | ${m} is neither in the configuration nor in the secrets; did you mean",
                "/method/0/provider/arguments | [\"${my-n}\"] | ${my-n} is not substituted",
                "/method/1/provider/url | `\"localhost\"` | must begin with http:// or https://",
                "/method/1/provider/headers | {\"A\": 1} | the value of a header is a text; got 1",
                "/method/1/provider/expected_status | 200 | the key 'expected_status' is not known here",
                "/method/1/provider/timeout | [1] | a timeout is a number of seconds",
                "/steady-state-hypothesis | null | leave it out for none",
                "/steady-state-hypothesis/probes | [] | proves nothing",
                "/steady-state-hypothesis/probes/0/tolerance | 2.5 | use the type range",
                "/steady-state-hypothesis/probes/0/tolerance | {\"type\": \"range\", \"range\": [1]} | a list of two numbers",
                "/steady-state-hypothesis/probes/0/tolerance | {\"type\": \"range\", \"range\": [2, 1]} | lower bound first",
                "/steady-state-hypothesis/probes/0/tolerance | {\"type\": \"regex\", \"pattern\": \"(\"} | not a regular expression",
                "/steady-state-hypothesis/probes/0/tolerance | {\"type\": \"jsonpath\", \"path\": \"$.['a']\"} | not a path",
                "/steady-state-hypothesis/probes/0/tolerance | {\"type\": \"regexp\"} | probe, regex, jsonpath or range",
                "/steady-state-hypothesis/probes/0/provider/func | `\"exist\"` | did you mean 'exists'?",
                "/steady-state-hypothesis/probes/0/provider/module | `\"chaosk8s.pod.probes\"` | chaosk8s.pod.probes.exists has no implementation",
                "/steady-state-hypothesis/probes/0/provider/arguments | {\"paht\": \"/\"} | did you mean 'path'?",
                "/steady-state-hypothesis/probes/0/provider/arguments | {} | needs the argument path",
                "/configuration | {\"n\": {\"type\": \"env\", \"key\": \"NOT_SET_AT_ALL\"}} | no variable NOT_SET_AT_ALL",
                "/configuration | {\"n\": {\"type\": \"env\", \"key\": \"X\", \"default\": \"a\", \"env_var_type\": \"int\"}} | cannot be converted",
                "/secrets | {\"token\": \"x\"} | secrets stand in groups",
                "/runtime | {\"hypothesis\": {\"strategy\": \"sometimes\"}} | a strategy is one of",
                "/controls | [{\"name\": \"c\", \"provider\": {\"type\": \"python\", \"module\": \"x\"}}] | has no implementation here",
                "/tags | [\"\"] | a tag is a text",
            })
    void strictModeNamesTheMistakeAndItsPlace(String pointer, String value, String rule) throws IOException {
        Object root = PythonJson.loads(MINIMAL);
        put(root, pointer, PythonJson.loads(value));
        Path file = Files.writeString(folder.resolve("e.json"), PythonJson.dumps(root));
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.STRICT, Map.of()).load(file, Overrides.NONE))
                .satisfies(e -> assertThat(e.problems()).anySatisfy(problem -> {
                    assertThat(problem.rule()).contains(rule);
                    assertThat(problem.pointer()).startsWith(pointer.substring(0, pointer.lastIndexOf('/')));
                    assertThat(problem.file()).isEqualTo(file.toString());
                    assertThat(problem.line()).isPositive();
                }));
    }

    @Test
    void reportsAllProblemsAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), "title: t\nmethod:\n  - type: act\nrollback: []\n");
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.STRICT, Map.of()).load(file, Overrides.NONE))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::pointer, Problem::line)
                        .contains(
                                org.assertj.core.groups.Tuple.tuple("/rollback", 4),
                                org.assertj.core.groups.Tuple.tuple("/description", 1),
                                org.assertj.core.groups.Tuple.tuple("/method/0/type", 3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.json | {\"a\": 1, \"a\": 2} | the key 'a' is there twice",
                "a.json | {\"a\": | not valid JSON",
                "a.json | {} {} | more than one JSON document",
                "a.yaml | `a: 1\na: 2` | the key 'a' is there twice",
                "a.yaml | `a: !!python/object:os.system x` | tags such as",
                "a.yaml | `a: !x y` | tags such as",
                "a.yaml | `--- 1\n--- 2` | more than one YAML document",
                "a.yaml | `a: &a [*a]` | contains itself",
                "a.yaml | `a: 2024-01-01` | is a date in YAML",
                "a.yaml | `1: x` | is not a text",
                "a.toml | a | only files ending in",
            })
    void refusesWhatCannotBeTrusted(String name, String content, String rule) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.STRICT, Map.of()).load(file, Overrides.NONE))
                .withMessageContaining(rule)
                .withMessageContaining(file.toString());
    }

    /** What the parser could be told to accept is of no use to whoever wrote the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": NaN}",
                "{\"a\": Infinity}",
                "{\"a\": -Infinity}",
                "{\"a\": 1} // done",
                "{/* b */}",
                "{# b\n}",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\": 1.}",
                "{\"a\": \"\t\"}",
                "[1,]",
                "[,1]",
                "{\"a\": 1,}",
                "{\"a\": \"\\q\"}",
                "{\"a\": nul}",
                "{\"a\": True}",
                "\u00a0{}",
                "{\"a\": 1",
                "\"a"
            })
    void saysWhatIsWrongInTheWordsOfTheFile(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), content);
        for (Mode mode : Mode.values()) {
            assertThatExceptionOfType(InvalidExperimentFileException.class)
                    .isThrownBy(() -> loader(mode, Map.of()).load(file, Overrides.NONE))
                    .satisfies(e -> assertThat(e.getMessage())
                            .doesNotContainPattern("Feature|ALLOW_|enable|\\[Source|jackson|Exception|null\\b.*null"));
        }
    }

    @Test
    void refusesAliasBombsDeepNestingAndHugeFiles() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(String.join(", ", java.util.Collections.nCopies(10, alias)))
                    .append("]\n");
        }
        refused(Files.writeString(folder.resolve("bomb.yaml"), bomb), "those repeated by aliases included");
        refused(
                Files.writeString(folder.resolve("deep.json"), "[".repeat(500) + "]".repeat(500)),
                "nested deeper than 100");
        refused(Files.writeString(folder.resolve("deep.yaml"), "[".repeat(500) + "]".repeat(500)), "deep");
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }
        refused(huge, "104857600 bytes; at most");
    }

    @Test
    void overridesReplaceAndUnknownOnesAreRefusedInStrictMode() throws IOException {
        Path file = Files.writeString(folder.resolve("e.json"), MINIMAL);
        Path variables = Files.writeString(folder.resolve("v.yaml"), "configuration: {n: 5}\nsecrets: {g: {s: y}}\n");
        Path dotEnv = Files.writeString(folder.resolve("x.env"), "# comment\nA=1=2\n");
        Overrides overrides = Overrides.of(List.of("n:int=7"), List.of(variables, dotEnv), Mode.STRICT);
        ExperimentFile experiment = loader(Mode.STRICT, Map.of()).load(file, overrides);
        assertThat(experiment.configuration()).containsEntry("n", 7L);
        assertThat(experiment.written()).doesNotContain("n");
        assertThat(experiment.secrets()).isEqualTo(Map.of("g", Map.of("s", "y")));
        assertThat(experiment.environment()).containsEntry("A", "1=2");
        Overrides unknown = Overrides.of(List.of("nn=7"), List.of(), Mode.STRICT);
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.STRICT, Map.of()).load(file, unknown))
                .withMessageContaining("the override 'nn' has no counterpart in the configuration; did you mean 'n'?");
        assertThat(loader(Mode.COMPAT, Map.of()).load(file, unknown).configuration())
                .containsEntry("n", 1L);
    }

    private void refused(Path file, String rule) {
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.STRICT, Map.of()).load(file, Overrides.NONE))
                .withMessageContaining(rule);
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> loader(Mode.COMPAT, Map.of()).load(file, Overrides.NONE));
    }

    private static void put(Object root, String pointer, Object value) {
        Object node = root;
        String[] path = pointer.substring(1).split("/", -1);
        for (int i = 0; i < path.length - 1; i++) {
            node = node instanceof List<?> list ? list.get(Integer.parseInt(path[i])) : ((Map<?, ?>) node).get(path[i]);
        }
        Values.asMap(node).put(path[path.length - 1], value);
    }

    private static ExperimentLoader loader(Mode mode, Map<String, String> environment) {
        FunctionRegistry functions = FunctionRegistry.load(ExperimentLoaderTest.class.getClassLoader());
        return new ExperimentLoader(mode, functions, environment, "our.control"::equals);
    }
}
