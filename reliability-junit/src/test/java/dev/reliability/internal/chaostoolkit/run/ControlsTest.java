package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.SAME_THREAD)
class ControlsTest extends WithWorkbench {
    @BeforeEach
    void prepare() {
        RecordingControls.CALLS.clear();
        RecordingControls.CONFIGURED.clear();
        RecordingControls.STATES.clear();
    }

    @Test
    void controlsOfTheExperimentCascadeToItsParts() {
        FileOutcome outcome = bench.run(experiment(control("all", Map.of())));
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
        assertThat(RecordingControls.CALLS)
                .containsExactly(
                        "all: before experiment",
                        "all: before hypothesis",
                        "all: before activity service is there",
                        "all: after activity service is there",
                        "all: after hypothesis",
                        "all: before method",
                        "all: before activity break",
                        "all: after activity break",
                        "all: after method",
                        "all: before hypothesis",
                        "all: before activity service is there",
                        "all: after activity service is there",
                        "all: after hypothesis",
                        "all: before rollback",
                        "all: before activity repair",
                        "all: after activity repair",
                        "all: after rollback",
                        "all: before hypothesis",
                        "all: before activity service is there",
                        "all: after activity service is there",
                        "all: after hypothesis",
                        "all: after experiment",
                        "clean up");
        assertThat((Map<?, ?>) RecordingControls.STATES.get(0))
                .extracting("status")
                .isEqualTo("completed");
    }

    @Test
    void oneThatIsNotAutomaticOrOfOneScopeIsCalledThereOnly() {
        Map<String, Object> quiet = with(control("quiet", Map.of()), "automatic", false);
        Map<String, Object> own = with(control("own", Map.of()), "scope", "after");
        Map<String, Object> parts = new LinkedHashMap<>(experiment(quiet));
        parts.put("method", steps(with(bench.mark("break"), "controls", List.of(own))));
        bench.run(parts);
        assertThat(RecordingControls.CALLS)
                .containsExactly(
                        "quiet: before experiment",
                        "own: after activity break",
                        "quiet: after experiment",
                        "clean up",
                        "clean up");
    }

    @Test
    void controlsOfEveryExperimentComeFromFiles() throws Exception {
        Path file = Files.writeString(
                folder.resolve("controls.yaml"),
                "everywhere:\n  provider: {type: python, module: test.recording}\n  scope: before\n");
        Map<String, Object> parts = new LinkedHashMap<>(experiment(control("x", Map.of())));
        parts.remove("controls");
        bench.run(parts, options -> options.controlFiles(List.of(file)));
        assertThat(RecordingControls.CALLS)
                .startsWith(
                        "everywhere: before loading",
                        "clean up",
                        "everywhere: before experiment",
                        "everywhere: before hypothesis")
                .contains("everywhere: before activity repair")
                .noneMatch(call -> call.contains("after"));
    }

    @Test
    void oneOfEveryExperimentIsCalledAroundTheLoading() throws Exception {
        Path file = everywhere(Map.of());
        Map<String, Object> parts = withoutControls();
        bench.run(parts, options -> options.controlFiles(List.of(file)));
        assertThat(RecordingControls.CALLS)
                .startsWith(
                        "everywhere: before loading",
                        "everywhere: after loading",
                        "clean up",
                        "everywhere: before experiment");
        assertThat((Map<?, ?>) RecordingControls.STATES.get(0))
                .extracting("title")
                .isEqualTo("a title");
    }

    @Test
    void itHearsThatAFileCannotBeRead() throws Exception {
        RunOptions options = bench.options().controlFiles(List.of(everywhere(Map.of())));
        String missing = folder.resolve("missing.json").toString();
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> ExperimentFiles.load(missing, options))
                .withMessageContaining("does not exist");
        assertThat(RecordingControls.CALLS)
                .containsExactly("everywhere: before loading", "everywhere: after loading", "clean up");
        assertThat(RecordingControls.STATES).containsExactly((Object) null);
    }

    @ParameterizedTest
    @CsvSource({
        "before loading, fail, STRICT, failed before the loading: java.lang.IllegalStateException: out of paper",
        "after loading, fail, STRICT, failed after the loading: java.lang.IllegalStateException: out of paper",
        "before loading, change, STRICT, failed before the loading: java.lang.IllegalStateException: an experiment that is"
                + " being loaded has no configuration yet",
        "before loading, interrupt, STRICT, ended the experiment: that is enough",
        "after loading, interrupt, COMPAT, ended the experiment: that is enough"
    })
    void oneThatIsAgainstTheLoadingMakesTheFileInvalid(String at, String then, Mode mode, String why) throws Exception {
        Path file = everywhere(Map.of("at", at, "then", then));
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> bench.run(
                        withoutControls(), options -> options.mode(mode).controlFiles(List.of(file))))
                .withMessageContaining("experiment.json (document): the control \"everywhere\" " + why);
        assertThat(bench.marks()).isEmpty();
        assertThat(RecordingControls.CALLS).last().isEqualTo("clean up");
    }

    @Test
    void theToolTakesNoNoticeOfOneThatFailsAroundTheLoading() throws Exception {
        Path file = everywhere(Map.of("at", "before loading", "then", "fail"));
        FileOutcome outcome = bench.run(
                withoutControls(), options -> options.mode(Mode.COMPAT).controlFiles(List.of(file)));
        assertThat(outcome.exitCode()).isZero();
        assertThat(bench.marks()).containsExactly("break", "repair");
    }

    @Test
    void eachIsConfiguredOnceBeforeAnythingElse() {
        Map<String, Object> parts =
                new LinkedHashMap<>(experiment(control("changing", Map.of("at", "configure", "then", "change"))));
        parts.put("configuration", Map.of("changed", "not yet"));
        Map<String, Object> step = shell("action", "break", "echo '${changed}' >> " + folder.resolve("marks"));
        parts.put("method", steps(with(step, "controls", List.of(Map.of("ref", "changing")))));
        FileOutcome outcome = bench.run(parts);
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
        assertThat(bench.marks()).containsExactly("by the control", "repair");
        assertThat(RecordingControls.CONFIGURED).containsExactly("changing");
        assertThat(RecordingControls.CALLS).containsOnlyOnce("clean up");
    }

    @ParameterizedTest
    @CsvSource({
        "fail, 'ERROR: the control \"own\" could not be configured: java.lang.IllegalStateException: out of paper. '",
        "interrupt, 'ABORTED: the control \"own\" ended the experiment: that is enough. '"
    })
    void nothingIsInjectedWhereOneCannotBeConfigured(String then, String message) {
        FileOutcome strict = bench.run(experiment(control("own", Map.of("at", "configure", "then", then))));
        assertThat(strict.message()).startsWith(message);
        assertThat(bench.marks()).isEmpty();
        assertThat(RecordingControls.CALLS).containsExactly("clean up");
    }

    @Test
    void theToolCallsOneThatCouldNotBeConfiguredIfTheFileHasIt() throws Exception {
        Map<String, Object> broken = Map.of("at", "configure", "then", "fail");
        Path file = everywhere(broken);
        FileOutcome outcome = bench.run(experiment(control("own", broken)), options -> options.mode(Mode.COMPAT)
                .controlFiles(List.of(file)));
        assertThat(outcome.exitCode()).isZero();
        assertThat(bench.marks()).containsExactly("break", "repair");
        assertThat(RecordingControls.CALLS)
                .contains("own: before experiment", "own: after rollback")
                .noneMatch(call -> call.startsWith("everywhere: before ") && !call.endsWith("loading"));
    }

    @Test
    void oneThatIsAgainstItsDefinitionMakesTheFileInvalid() throws Exception {
        for (Mode mode : Mode.values()) {
            assertThatExceptionOfType(InvalidExperimentFileException.class)
                    .isThrownBy(() -> bench.run(
                            experiment(control("own", Map.of("at", "nonsense"))), options -> options.mode(mode)))
                    .withMessageContaining("/controls/0: the control 'own': this is nonsense");
        }
        Path file = everywhere(Map.of("at", "nonsense"));
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> bench.run(withoutControls(), options -> options.controlFiles(List.of(file))))
                .withMessageContaining("controls.json /everywhere: the control 'everywhere': this is nonsense");
        assertThat(bench.marks()).isEmpty();
    }

    @Test
    void twoOfOneNameAreTwoIfTheirModulesDiffer() {
        Map<String, Object> parts = new LinkedHashMap<>(withoutControls());
        Map<String, Object> other =
                with(control("same", Map.of()), "provider", Map.of("type", "python", "module", "test.other"));
        parts.put(
                "method",
                steps(
                        with(bench.mark("break"), "controls", List.of(control("same", Map.of()))),
                        with(bench.mark("bend"), "controls", List.of(other))));
        bench.run(parts);
        assertThat(RecordingControls.CALLS)
                .containsExactly(
                        "same: before activity break",
                        "same: after activity break",
                        "same (other): before activity bend",
                        "same (other): after activity bend",
                        "clean up",
                        "clean up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"before experiment", "after hypothesis", "before method", "after activity", "after rollback"})
    void oneThatFailsIsAnErrorOfATestAndNoneOfTheTools(String at) {
        Map<String, Object> fails = experiment(control("printer", Map.of("at", at, "then", "fail")));
        FileOutcome strict = bench.run(fails);
        assertThat(strict.message())
                .startsWith("ERROR: the control \"printer\" failed " + at.replace(" ", " the ") + ": ")
                .contains("out of paper");
        assertThat(bench.marks()).containsExactly("break", "repair");
        assertThat(bench.run(fails, options -> options.mode(Mode.COMPAT)).exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"before experiment, ''", "before hypothesis, ''", "before method, repair", "after activity, ''"})
    void oneThatInterruptsEndsTheRun(String at, String marks) {
        Map<String, Object> parts = experiment(control("guard", Map.of("at", at, "then", "interrupt")));
        FileOutcome strict = bench.run(parts);
        assertThat(strict.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(strict.message())
                .startsWith("ABORTED: the control \"guard\" ended the experiment: that is enough. ");
        assertThat(String.join(" ", bench.marks())).isEqualTo(marks);
        FileOutcome compat = bench.run(parts, options -> options.mode(Mode.COMPAT));
        assertThat(compat.status()).isEqualTo("interrupted");
        assertThat(compat.exitCode()).isOne();
        assertThat(String.join(" ", bench.marks()))
                .as("the tool does not play rollbacks then")
                .isEqualTo(marks);
        bench.run(parts, options -> options.mode(Mode.COMPAT).rollbackStrategy(RollbackStrategy.ALWAYS));
        assertThat(bench.marks()).last().isEqualTo("repair");
    }

    @Test
    void oneMayChangeTheConfiguration() {
        Map<String, Object> parts =
                new LinkedHashMap<>(experiment(control("changing", Map.of("at", "before method", "then", "change"))));
        parts.put("configuration", Map.of("changed", "not yet"));
        parts.put("method", steps(shell("action", "break", "echo '${changed}' >> " + folder.resolve("marks"))));
        bench.run(parts);
        assertThat(bench.marks()).containsExactly("by the control", "repair");
    }

    @Test
    void oneThatNobodyImplementsIsNamedBeforeAnythingIsTouched() {
        Map<String, Object> unknown = with(
                control("c", Map.of()), "provider", Map.of("type", "python", "module", "chaosaddons.controls.bypass"));
        assertThatExceptionOfType(InvalidExperimentFileException.class)
                .isThrownBy(() -> bench.run(experiment(unknown)))
                .withMessageContaining("the control module 'chaosaddons.controls.bypass' has no implementation here");
        assertThat(bench.marks()).isEmpty();
    }

    private Map<String, Object> experiment(Map<String, Object> control) {
        return Map.of(
                "controls",
                List.of(control),
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(bench.mark("repair")));
    }

    private Map<String, Object> withoutControls() {
        Map<String, Object> parts = new LinkedHashMap<>(experiment(Map.of()));
        parts.remove("controls");
        return parts;
    }

    /** A file with a control of every experiment. */
    private Path everywhere(Map<String, ?> arguments) throws IOException {
        return Files.writeString(
                folder.resolve("controls.json"),
                PythonJson.dumps(Map.of("everywhere", control("everywhere", arguments))));
    }

    private static Map<String, Object> control(String name, Map<String, ?> arguments) {
        return new LinkedHashMap<>(Map.of(
                "name",
                name,
                "provider",
                Map.of("type", "python", "module", "test.recording", "arguments", arguments)));
    }
}
