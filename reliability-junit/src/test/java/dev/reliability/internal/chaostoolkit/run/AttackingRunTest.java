package dev.reliability.internal.chaostoolkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.Sabotaged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What functions do to targets is a fault like any other: proven, undone before the rollbacks, and judged. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are POSIX programs")
class AttackingRunTest {

    @TempDir
    Path directory;

    private final ManagedProcess victim =
            ManagedProcess.command("sleep", "300").name("victim").build();
    private Workbench bench;

    @BeforeEach
    void start() {
        bench = new Workbench(directory);
        victim.start();
    }

    @AfterEach
    void end() {
        victim.close();
    }

    private FileOutcome run(Object target, Map<String, ?> parts) {
        DeclaredSystem system = new DeclaredSystem(
                "attacks",
                "attacks",
                Map.of("victim", target),
                Map.of("target.victim.pods", "app=victim"),
                bench::setting);
        return bench.run(parts, options -> options.system(system));
    }

    private static Map<String, Object> probe(String function) {
        return Workbench.activity(
                "probe",
                function,
                Workbench.function("chaosk8s.pod.probes", function, Map.of("label_selector", "app=victim")));
    }

    private static Map<String, Object> terminate(String selector) {
        return Workbench.activity(
                "action",
                "terminate",
                Workbench.function("chaosk8s.pod.actions", "terminate_pods", Map.of("label_selector", selector)));
    }

    private static Map<String, Object> hypothesis(String function, Object tolerance) {
        return Workbench.hypothesis(Workbench.with(probe(function), "tolerance", tolerance));
    }

    @Test
    void whatIsTerminatedIsGoneForTheHypothesisAndBackAfterwards() {
        FileOutcome outcome = run(
                victim,
                Map.of(
                        "steady-state-hypothesis", hypothesis("count_pods", 1),
                        "method", List.of(terminate("app=victim"))));

        assertThat(outcome.message()).startsWith("PASSED: ");
        assertThat(victim.startCount()).isEqualTo(2);
        assertThat(victim.isAlive()).isTrue();
    }

    @Test
    void itIsRevertedAfterTheHypothesisAndBeforeTheRollbacks() {
        FileOutcome outcome = run(
                victim,
                Map.of(
                        "steady-state-hypothesis", hypothesis("pods_in_phase", true),
                        "method", List.of(terminate("app=victim")),
                        "rollbacks", List.of(probe("pods_in_phase"))));

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.message())
                .contains("pod victim is in phase 'Failed'")
                .endsWith("Reverted; nothing left behind.");
        assertThat(victim.startCount()).isEqualTo(2);
    }

    @Test
    void whatIsNotRevertedIsAnError() {
        FileOutcome outcome = run(
                new Sabotaged(victim, Sabotaged.Half.REVERT),
                Map.of(
                        "steady-state-hypothesis", hypothesis("count_pods", 1),
                        "method", List.of(terminate("app=victim"))));

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.message())
                .startsWith("ERROR: shutdown of victim could not be reverted: process victim is not running");
        assertThat(outcome.result().findings()).extracting(Finding::verdict).contains(Verdict.ERROR);
    }

    @Test
    void whatCannotBeAttackedIsNoPass() {
        Map<String, Object> nobody = Workbench.activity(
                "action",
                "terminate",
                Workbench.function(
                        "chaosk8s.pod.actions",
                        "terminate_pods",
                        Map.of("label_selector", "app=victim", "name_pattern", "nobody")));
        FileOutcome outcome =
                run(victim, Map.of("steady-state-hypothesis", hypothesis("count_pods", 1), "method", List.of(nobody)));

        assertThat(outcome.message())
                .isEqualTo("ERROR: the action \"terminate\" failed: terminated nothing: no pods 'app=victim' run in"
                        + " namespace default. Reverted; nothing left behind.");
        assertThat(victim.startCount()).isOne();
    }

    @Test
    void podsThatTheProfileDoesNotKnowAreFoundMissingBeforeAnythingIsTouched() {
        assertThatThrownBy(() -> run(
                        victim,
                        Map.of(
                                "steady-state-hypothesis", hypothesis("count_pods", 1),
                                "method", List.of(terminate("app=nobody")))))
                .isInstanceOf(InvalidExperimentFileException.class)
                .hasMessageContaining(
                        "/method/0/provider: no target stands for the pods 'app=nobody' of namespace default:"
                                + " add \"target.NAME.pods = default/app=nobody\" to the profile, which has app=victim");
        assertThat(victim.startCount()).isOne();
    }

    @Test
    void aProfileWithoutAnyPodsIsInvalidTooAndSoIsNone() {
        Map<String, ?> parts = Map.of(
                "steady-state-hypothesis", hypothesis("count_pods", 1), "method", List.of(terminate("app=victim")));
        DeclaredSystem system =
                new DeclaredSystem("attacks", "attacks", Map.of("victim", victim), Map.of(), bench::setting);
        String rule = "nothing says what the pods 'app=victim' of namespace default are";
        assertThatThrownBy(() -> bench.run(parts, options -> options.system(system)))
                .isInstanceOf(InvalidExperimentFileException.class)
                .hasMessageContaining(rule);
        assertThatThrownBy(() -> bench.run(parts))
                .isInstanceOf(InvalidExperimentFileException.class)
                .hasMessageContaining(rule);
    }
}
