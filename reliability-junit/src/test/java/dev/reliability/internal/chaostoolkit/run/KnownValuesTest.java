package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.function;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.ExperimentFunction.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known when a file is read is checked then, and not found wrong in the middle of the method. */
@DisabledOnOs(OS.WINDOWS)
class KnownValuesTest extends WithWorkbench {
    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.load(KnownValuesTest.class.getClassLoader());

    private static Map<String, Object> variable(String key, String type) {
        return type.isEmpty()
                ? Map.of("type", "env", "key", key)
                : Map.of("type", "env", "key", key, "env_var_type", type);
    }

    private List<String> problems(Object configuration, Map<String, Object> step, UnaryOperator<RunOptions> changes) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("configuration", configuration);
        parts.put(HYPOTHESIS, hypothesis(bench.exists("service")));
        parts.put("method", steps(bench.mark("break"), step));
        Throwable thrown = catchThrowable(() -> bench.run(parts, changes));
        assertThat(bench.marks().isEmpty()).as("untouched").isEqualTo(thrown != null);
        return thrown instanceof InvalidExperimentFileException invalid
                ? invalid.problems().stream().map(Problem::toString).toList()
                : List.of();
    }

    private List<String> problems(Object configuration, Map<String, Object> step) {
        return problems(
                configuration, step, options -> options.environment(Map.of("VALUE", "5", "WORD", "soon; reboot")));
    }

    @ParameterizedTest
    @CsvSource({"VALUE, '', 1", "WORD, '', 1", "VALUE, int, 0", "VALUE, float, 0", "VALUE, bool, 1"})
    void aPauseIsANumber(String key, String type, int count) {
        Map<String, Object> step = with(bench.mark("wait"), "pauses", Map.of("before", "${wait}"));
        List<String> problems = problems(Map.of("wait", variable(key, type)), with(step, "background", true));
        assertThat(problems)
                .hasSize(count)
                .allMatch(problem ->
                        problem.contains("/method/1/pauses/before: a pause is a number of seconds, but ${wait} is a "
                                + (type.equals("bool") ? "boolean" : "string")
                                + ": give 'wait' in the configuration \"env_var_type\": \"float\""));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 9.1e9, 1e300})
    void aPauseHasAnEnd(double seconds) {
        assertThat(problems(Map.of(), with(bench.mark("wait"), "pauses", Map.of("after", seconds))))
                .singleElement()
                .asString()
                .contains("/method/1/pauses/after: a pause is a number of seconds");
    }

    private String tolerated(Map<String, Object> provider, Object tolerance) {
        Map<String, Object> probe = with(activity("probe", "look", provider), "tolerance", tolerance);
        Throwable thrown = catchThrowable(
                () -> bench.run(Map.of(HYPOTHESIS, hypothesis(probe), "method", steps(bench.mark("break")))));
        return thrown instanceof InvalidExperimentFileException invalid ? String.valueOf(invalid.getMessage()) : "";
    }

    /** To a whole answer neither can be applied: the tool ends with a traceback. */
    @ParameterizedTest
    @CsvSource({
        "process, range, '', 1",
        "process, range, output, 1",
        "process, range, status, 0",
        "process, range, stdout, 0",
        "process, regex, '', 1",
        "process, regex, status, 1",
        "process, regex, stderr, 0",
        "http, range, '', 1",
        "http, range, headers, 1",
        "http, range, status, 0",
        "http, range, body, 0",
        "http, regex, '', 1",
        "http, regex, status, 1",
        "http, regex, body, 0",
        "python, range, '', 0",
        "python, regex, '', 0",
    })
    void aToleranceLooksAtAPartThatItCanBeAppliedTo(String provider, String type, String target, int count) {
        Map<String, Object> tolerance = new LinkedHashMap<>(Map.of("type", type));
        tolerance.put(type.equals("range") ? "range" : "pattern", type.equals("range") ? List.of(0, 1) : "up");
        if (!target.isEmpty()) {
            tolerance.put("target", target);
        }
        Map<String, Object> asked =
                switch (provider) {
                    case "process" -> process("true");
                    case "http" -> http("http://127.0.0.1:1/");
                    default -> function("os.path", "exists", Map.of("path", "/"));
                };
        String problem = tolerated(asked, tolerance);
        if (count == 0) {
            assertThat(problem).isEmpty();
        } else {
            assertThat(problem)
                    .contains("/steady-state-hypothesis/probes/0/tolerance/target: a " + type
                            + " looks at one part of what a ")
                    .contains(": write \"target\": \"");
        }
    }

    /** For Python, true and false are 1 and 0. */
    @Test
    void noToleranceHoldsForTrueAndForFalse() {
        Map<String, Object> exists = function("os.path", "exists", Map.of("path", "/"));
        for (List<?> all : List.of(List.of(true, false), List.of(false, true), List.of(true, 7, false))) {
            assertThat(tolerated(exists, all)).contains("who tolerates true and false tolerates everything");
        }
        for (Object all : List.of(List.of(0, 1), Map.of("type", "range", "range", List.of(0, 1)))) {
            Map<String, Object> probe = with(activity("probe", "look", exists), "tolerance", all);
            FileOutcome outcome =
                    bench.run(Map.of(HYPOTHESIS, hypothesis(probe), "method", steps(bench.mark("break"))));
            assertThat(outcome.message())
                    .startsWith(
                            "ERROR: the hypothesis could not be judged: \"look\": the tolerance cannot be applied to"
                                    + " True: it is no number; its tolerance is true or false");
            assertThat(bench.marks()).isEmpty();
        }
    }

    /** Neither here nor for the tool: whoever writes it believes that nothing will be touched. */
    @ParameterizedTest
    @ValueSource(strings = {"actions", "activities", "pause", "yes"})
    void noFileMakesARunDry(String dry) {
        assertThat(problems(Map.of(), with(bench.mark("more"), "dry", dry)))
                .singleElement()
                .asString()
                .contains("/method/1/dry: dry has no effect in a file; a dry run is asked for on the command line");
        assertThat(problems(Map.of(), with(bench.mark("more"), "dry", true))).hasSize(1);
        Throwable thrown = catchThrowable(() -> bench.run(
                Map.of("dry", dry, HYPOTHESIS, hypothesis(bench.exists("service")), "method", steps(bench.mark("a")))));
        assertThat(thrown).hasMessageContaining(" /dry: dry has no effect in a file");
    }

    @Test
    void soIsOneThatIsOverridden() {
        Map<String, Object> step = with(bench.mark("wait"), "pauses", Map.of("after", "${wait}"));
        assertThat(problems(Map.of("wait", 0), step, options -> options.variables(List.of("wait=1"))))
                .singleElement()
                .asString()
                .contains("--var wait:float=...");
        assertThat(problems(Map.of("wait", 0), step, options -> options.variables(List.of("wait:float=0.01"))))
                .isEmpty();
    }

    @Test
    void soIsOneThatAProbeBrings() {
        Map<String, Object> probe = Map.of("type", "probe", "name", "ask", "provider", process("echo", "a while"));
        Map<String, Object> step = with(bench.mark("wait"), "pauses", Map.of("after", "${wait}"));
        assertThat(problems(Map.of("wait", probe), step))
                .singleElement()
                .asString()
                .contains("/method/1/pauses/after: a pause is a number of seconds, but ${wait} is a string");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, ${value}, /provider/timeout: a timeout is a number of seconds",
        "url, ${value}/health, '/provider/url: with these values it is no address that begins with http:// or https://'",
    })
    void partsOfARequestAreWhatTheyMustBe(String key, String template, String rule) {
        Map<String, Object> request = with(http("http://127.0.0.1:1/"), key, template);
        assertThat(problems(Map.of("value", variable("VALUE", "")), activity("action", "call", request)))
                .singleElement()
                .asString()
                .contains("/method/1" + rule);
    }

    @Test
    void aHeaderIsAText() {
        Map<String, Object> request = with(http("http://127.0.0.1:1/"), "headers", Map.of("X-Count", "${value}"));
        assertThat(problems(Map.of("value", variable("VALUE", "int")), activity("action", "call", request)))
                .singleElement()
                .asString()
                .contains(
                        "/method/1/provider/headers/X-Count: the value of a header is a text, but ${value} is a number");
    }

    @Test
    void whatAShellWouldInterpretIsRefusedWithoutBeingShown() {
        Map<String, Object> provider = with(process("echo"), "arguments", "${word}");
        assertThat(problems(Map.of("word", variable("WORD", "")), activity("action", "say", provider)))
                .singleElement()
                .asString()
                .contains("/method/1/provider/arguments: a value from the environment", "write the arguments as a list")
                .doesNotContain("reboot");
    }

    static Stream<ExperimentFunction> functions() {
        return FUNCTIONS.all().stream()
                .filter(function -> !function.parameters().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyArgumentHasItsType(ExperimentFunction function) {
        List<String> missed = new ArrayList<>();
        for (Parameter parameter : function.parameters()) {
            for (Object wrong : wrong(parameter.type())) {
                Map<String, Object> arguments = new LinkedHashMap<>();
                function.parameters().stream()
                        .filter(Parameter::required)
                        .forEach(one -> arguments.put(one.name(), right(one.type())));
                arguments.put(parameter.name(), wrong);
                Map<String, Object> call = function(function.module(), function.name(), arguments);
                List<String> problems = problems(Map.of(), activity("action", "call", call));
                String at = "/method/1/provider/arguments/" + parameter.name() + ": the argument '" + parameter.name()
                        + "' is ";
                if (problems.stream().noneMatch(problem -> problem.contains(at))) {
                    missed.add(function + " " + parameter.name() + " " + PythonJson.dumps(wrong) + ": " + problems);
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    private static List<Object> wrong(ArgumentType type) {
        return switch (type) {
            case TEXT -> List.of(5, true, List.of("a"), Map.of());
            case NUMBER, INTEGER -> List.of("5", "many", true, List.of(1));
            case BOOLEAN -> List.of("false", "true", 0, 1);
            case LIST -> List.of("a", Map.of());
            case OBJECT -> List.of("a", List.of());
            case ANY -> List.of();
        };
    }

    private static Object right(ArgumentType type) {
        return switch (type) {
            case TEXT, ANY -> "a";
            case NUMBER, INTEGER -> 1;
            case BOOLEAN -> true;
            case LIST -> List.of();
            case OBJECT -> Map.of();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "all, '\"false\"', 'is true or false: \"false\" is a string, write false'",
        "rand, '\"True\"', 'is true or false: \"True\" is a string, write true'",
        "qty, '\"1\"', 'is a whole number: \"1\" is a string, write 1'",
        "qty, 1.5, is a whole number; got 1.5",
        "ns, 5, 'is a text: 5 is not a string, write \"5\"'",
        "label_selector, '{}', 'is a text; got {}'",
    })
    void theMessageSaysWhatToWrite(String argument, String json, String rule) throws Exception {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put(argument, PythonJson.loads(json));
        Map<String, Object> call = function("chaosk8s.pod.actions", "terminate_pods", arguments);
        assertThat(problems(Map.of(), activity("action", "terminate", call)))
                .anyMatch(problem -> problem.endsWith(
                        "/method/1/provider/arguments/" + argument + ": the argument '" + argument + "' " + rule));
    }

    @Test
    void anArgumentThatAVariableBringsHasItsTypeToo() {
        Map<String, Object> call = function("time", "sleep", Map.of("seconds", "${value}"));
        assertThat(problems(Map.of("value", variable("VALUE", "")), activity("action", "wait", call)))
                .singleElement()
                .asString()
                .contains(
                        "the argument 'seconds' is a number, but ${value} is a string", "\"env_var_type\": \"float\"");
    }

    @Test
    void aSecretOfTheWrongTypeIsNotShown() {
        Map<String, Object> parts = Map.of(
                "secrets",
                Map.of("desk", Map.of("token", "s3cr3t-v4lue")),
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(activity("action", "wait", function("time", "sleep", Map.of("seconds", "${token}")))));
        assertThatThrownBy(() -> bench.run(parts))
                .isInstanceOf(InvalidExperimentFileException.class)
                .hasMessageContaining("the argument 'seconds' is a number, but ${token} is a string, as a secret is")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void inCompatModeFunctionsTakeWhatTheyGet() {
        Map<String, Object> call = function("os.path", "exists", Map.of("path", 5));
        FileOutcome outcome = bench.run(
                Map.of("method", steps(activity("probe", "look", call))), options -> options.mode(Mode.COMPAT));
        assertThat(outcome.exitCode()).isZero();
        assertThat(Workbench.journal(outcome).path("run").path(0).path("output").asBoolean(true))
                .isFalse();
    }

    @Test
    void aTypeBesideAReferenceIsAccepted() {
        assertThat(problems(Map.of(), Map.of("ref", "service is there", "type", "probe")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0, 1]|10.234", "[0.5, 2]|fine", "[200, 299]|fine"})
    void twoNumbersThatAreProbablyARangeOfTheOutputAreWarnedOf(String line) throws Exception {
        String[] parts = line.split("\\|", -1);
        run(parts[0], parts[1]);
        assertThat(bench.lines)
                .filteredOn(said -> said.startsWith("WARNING: "))
                .singleElement()
                .asString()
                .contains("{\"type\": \"range\", \"target\": \"stdout\", \"range\": " + parts[0] + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0, 1]|fine", "[0, 1, 2]|5", "0|5"})
    void statusesAreNot(String line) throws Exception {
        String[] parts = line.split("\\|", -1);
        run(parts[0], parts[1]);
        assertThat(bench.lines).noneMatch(said -> said.startsWith("WARNING: "));
    }

    private void run(String tolerance, String output) throws Exception {
        Map<String, Object> probe = with(
                activity("probe", "seconds taken", process("echo", output)), "tolerance", PythonJson.loads(tolerance));
        bench.run(Map.of(HYPOTHESIS, hypothesis(probe), "method", steps(bench.mark("break"))));
    }
}
