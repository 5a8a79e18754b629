package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.names;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.statuses;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.DeadRuns.Swept;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In a test it counts how the system is when everything is undone, and what was left on request is said. */
@DisabledOnOs(OS.WINDOWS)
class StrictRollbacksTest extends WithWorkbench {
    private Map<String, Object> removing() {
        return shell("action", "restart", "rm " + folder.resolve("service"));
    }

    private UnaryOperator<RunOptions> recoveringWithin(String time) {
        return options -> options.lookup(
                name -> name.equals("reliability.files.recover-within") ? Optional.of(time) : bench.setting(name));
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "CONTINUOUSLY", "AFTER_METHOD_ONLY", "DURING_METHOD_ONLY"})
    void aRollbackThatBreaksTheSystemFails(HypothesisStrategy strategy) {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(removing())),
                options -> recoveringWithin("20ms")
                        .apply(options)
                        .hypothesisStrategy(strategy)
                        .hypothesisFrequency(Duration.ofMillis(5)));
        assertThat(outcome.message())
                .isEqualTo("FAILED: \"all is well\" did not hold again within 20 ms of the revert of the method"
                        + " (expected True from \"service is there\", got False). Reverted; nothing left behind.");
        assertThat(outcome.exitCode()).isOne();
        assertThat(outcome.deviated()).isTrue();
        assertThat(journal(outcome)
                        .path("steady_states")
                        .path("recovered")
                        .path("steady_state_met")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void whatRecoversInItsTimePasses() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(shell(
                                "action",
                                "restart",
                                "rm %1$s; (sleep 0.4; touch %1$s) > /dev/null 2>&1 &"
                                        .formatted(folder.resolve("service"))))),
                options -> recoveringWithin("30s").apply(options).hypothesisFrequency(Duration.ofMillis(20)));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.deviated()).isFalse();
    }

    @Test
    void whatBrokeIsNotWaitedForButWhatTheRollbacksLeftIsTold() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(removing()),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.result().findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.startsWith("FAILED: \"all is well\" did not hold after the method"))
                .anyMatch(message -> message.startsWith(
                        "FAILED: \"all is well\" still did not hold after the revert of the method"));
    }

    @Test
    void inCompatModeNobodyLooksAgain() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(removing())),
                options -> options.mode(Mode.COMPAT));
        assertThat(outcome.exitCode()).isZero();
        assertThat(journal(outcome).path("steady_states").has("recovered")).isFalse();
    }

    @Test
    void aProbeOfTheHypothesisHasItsToleranceInTheMethodToo() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(
                        removing(),
                        Map.of("ref", "service is there"),
                        shell("action", "restore", "touch " + folder.resolve("service")))));
        assertThat(outcome.message())
                .isEqualTo("FAILED: \"service is there\" did not hold during the method (expected True, got False)."
                        + " Reverted; nothing left behind.");
        assertThat(outcome.deviated()).isTrue();
        assertThat(journal(outcome).path("run").path(1).path("tolerance_met").asBoolean(true))
                .isFalse();
    }

    @Test
    void andInTheRollbacks() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(
                        removing(),
                        Map.of("ref", "service is there"),
                        shell("action", "restore", "touch " + folder.resolve("service")))));
        assertThat(outcome.message())
                .startsWith(
                        "FAILED: \"service is there\" did not hold during the rollbacks (expected True, got False).");
    }

    @Test
    void oneThatGivesNoAnswerThereIsNotHeldEither() {
        Map<String, Object> up = with(activity("probe", "up", http("http://127.0.0.1:1/")), "tolerance", 200);
        FileOutcome outcome = bench.run(
                Map.of(HYPOTHESIS, hypothesis(up), "method", steps(bench.mark("break"), Map.of("ref", "up"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.DURING_METHOD_ONLY)
                        .hypothesisFrequency(Duration.ofMillis(5)));
        assertThat(outcome.result().findings())
                .extracting(Finding::message)
                .anyMatch(message ->
                        message.startsWith("FAILED: \"up\" did not hold during the method (expected an answer, got "));
    }

    @Test
    void withFailFastItEndsTheMethod() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(removing(), Map.of("ref", "service is there"), bench.mark("more")),
                        "rollbacks",
                        steps(shell("action", "restore", "touch " + folder.resolve("service")))),
                options -> options.failFast(true));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(bench.marks()).isEmpty();
        assertThat(folder.resolve("service")).exists();
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "DEVIATED"})
    void rollbacksThatAreLeftOutOnRequestAreNamed(RollbackStrategy strategy) {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"), bench.mark("tidy"))),
                options -> options.rollbackStrategy(strategy));
        assertThat(outcome.message())
                .isEqualTo(
                        "PASSED: every hypothesis held and every fault bit. Left on purpose: the rollbacks \"repair\","
                                + " \"tidy\" were not played (strategy %s)."
                                        .formatted(strategy.name().toLowerCase(Locale.ROOT)));
        assertThat(bench.marks()).containsExactly("break");
    }

    @Test
    void aFailureSaysItToo() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(removing()),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.rollbackStrategy(RollbackStrategy.NEVER));
        assertThat(outcome.message())
                .startsWith("FAILED: ")
                .endsWith("Left on purpose: the rollback \"repair\" was not played (strategy never).");
    }

    /** An address with such a port, a redirect to nowhere and a function with an error throw what nobody expects. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyRollbackIsTriedWhateverOneThrows(boolean background) throws Exception {
        Map<String, Object> port = activity("action", "port", http("http://127.0.0.1:99999/"));
        Map<String, Object> error =
                activity("action", "error", Workbench.function("test.functions", "error", Map.of()));
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(
                        background ? with(port, "background", true) : port,
                        background ? with(error, "background", true) : error,
                        bench.mark("repair"))));
        assertThat(outcome.message())
                .startsWith("ERROR: the method could not be reverted: ")
                .contains("the rollback \"port\" failed: ", "99999", "the rollback \"error\" failed: ", "out of luck");
        assertThat(bench.marks()).containsExactly("break", "repair");
        assertThat(names(journal(outcome).path("rollbacks"))).containsExactlyInAnyOrder("port", "error", "repair");
        assertThat(statuses(journal(outcome).path("rollbacks")))
                .containsExactlyInAnyOrder("failed", "failed", "succeeded");
        assertThat(new DeadRuns(folder.resolve("state"), undone -> UndoNotes.read(undone.record())
                                .play())
                        .sweep())
                .singleElement()
                .extracting(Swept::left, LIST)
                .as("the next run tries each again")
                .hasSize(2);
        assertThat(bench.marks()).containsExactly("break", "repair", "repair");
    }
}
