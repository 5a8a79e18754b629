package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.ScriptedServer;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceChecker;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceResult.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe that judges what another one saw: for the tool every answer of a process or a server is true. */
@DisabledOnOs(OS.WINDOWS)
class ProbesAsTolerancesTest extends WithWorkbench {

    private static Map<String, Object> script(String text) {
        Map<String, Object> provider = process("sh");
        // what is judged arrives behind these
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("-c", text);
        provider.put("arguments", arguments);
        return provider;
    }

    private FileOutcome judgedBy(Map<String, Object> provider, Mode mode) {
        Map<String, Object> tolerance = Map.of("type", "probe", "name", "judge", "provider", provider);
        return bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(with(bench.exists("service"), "tolerance", tolerance)),
                        "method",
                        steps(bench.mark("break"))),
                options -> options.mode(mode));
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, PASSED, ''",
        "exit 1, INCONCLUSIVE, the process exited with 1",
        "echo no >&2; exit 77, INCONCLUSIVE, 'the process exited with 77: no'",
        "kill -9 $$, INCONCLUSIVE, the process was ended by signal 9"
    })
    void aProcessSaysSoByItsExitStatus(String text, Verdict verdict, String reason) {
        FileOutcome outcome = judgedBy(script(text), Mode.STRICT);
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(verdict);
        assertThat(outcome.message()).contains(reason);
        assertThat(judgedBy(script(text), Mode.COMPAT).exitCode())
                .as("as the tool")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"200, PASSED", "302, PASSED", "404, INCONCLUSIVE", "500, INCONCLUSIVE", "503, INCONCLUSIVE"})
    void aServerSaysSoByItsStatus(int status, Verdict verdict) {
        try (ScriptedServer server = new ScriptedServer()) {
            Map<String, Object> request = http("http://" + server.host() + "/");
            request.put("method", "POST");
            server.script(Map.of("/", "HTTP/1.1 " + status + " Answer\r\nContent-Length: 2\r\n\r\nok"));
            request.put("arguments", Map.of());
            FileOutcome outcome = judgedBy(request, Mode.STRICT);
            assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(verdict);
            assertThat(judgedBy(request, Mode.COMPAT).exitCode())
                    .as("as the tool")
                    .isZero();
        }
    }

    static List<Arguments> answers() {
        return List.of(
                Arguments.of(true, Outcome.MET),
                Arguments.of(false, Outcome.NOT_MET),
                Arguments.of(null, Outcome.NOT_MET),
                Arguments.of(1L, Outcome.MET),
                Arguments.of(0L, Outcome.NOT_MET),
                Arguments.of("false", Outcome.CRASHED),
                Arguments.of("", Outcome.CRASHED),
                Arguments.of(Arrays.asList(false, null), Outcome.CRASHED),
                Arguments.of(Map.of("ok", false), Outcome.CRASHED));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aFunctionSaysSoByTrueOrFalse(Object answer, Outcome outcome) {
        ToleranceChecker strict =
                new ToleranceChecker(Mode.STRICT, new Substitution(Map.of(), Map.of()), probe -> answer);
        Map<String, Object> tolerance =
                Map.of("type", "probe", "name", "judge", "provider", Workbench.function("a.module", "judge", Map.of()));
        assertThat(strict.check(tolerance, "seen").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "http", "python"})
    void itsArgumentsHaveNames(String type) {
        Map<String, Object> provider = new LinkedHashMap<>(Map.of(
                "type", type, "path", "true", "url", "http://127.0.0.1:1/", "module", "os.path", "func", "exists"));
        provider.keySet()
                .retainAll(
                        switch (type) {
                            case "process" -> List.of("type", "path");
                            case "http" -> List.of("type", "url");
                            default -> List.of("type", "module", "func");
                        });
        provider.put("arguments", List.of("-c", "exit 1"));
        assertThatThrownBy(() -> judgedBy(provider, Mode.STRICT))
                .isInstanceOf(InvalidExperimentFileException.class)
                .hasMessageContaining(
                        "/steady-state-hypothesis/probes/0/tolerance/provider/arguments: the arguments of a"
                                + " probe that is a tolerance are an object, to which the value is added");
    }
}
