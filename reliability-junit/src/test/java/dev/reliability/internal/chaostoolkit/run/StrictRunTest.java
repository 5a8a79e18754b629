package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.names;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/** What the tool lets pass although nothing was proven, judged as a test. */
@DisabledOnOs(OS.WINDOWS)
class StrictRunTest extends WithWorkbench {
    @Test
    void whatHoldsPassesAndLeavesTheToolsJournal() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break"), shell("probe", "look", "echo seen")),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(bench.marks()).containsExactly("break", "repair");
        JsonNode journal = journal(outcome);
        assertThat(journal.fieldNames())
                .toIterable()
                .containsExactly(
                        "chaoslib-version",
                        "platform",
                        "node",
                        "experiment",
                        "start",
                        "status",
                        "deviated",
                        "steady_states",
                        "run",
                        "rollbacks",
                        "end",
                        "duration",
                        "reliability");
        assertThat(journal.path("status").asText()).isEqualTo("completed");
        assertThat(journal.path("deviated").asBoolean()).isFalse();
        assertThat(names(journal.path("run"))).containsExactly("break", "look");
        assertThat(names(journal.path("rollbacks"))).containsExactly("repair");
        assertThat(journal.path("steady_states")
                        .path("before")
                        .path("steady_state_met")
                        .asBoolean())
                .isTrue();
        assertThat(journal.path("steady_states")
                        .path("after")
                        .path("probes")
                        .path(0)
                        .path("tolerance_met")
                        .asBoolean())
                .isTrue();
        JsonNode look = journal.path("run").path(1);
        assertThat(look.fieldNames())
                .toIterable()
                .containsExactly("activity", "output", "start", "status", "end", "duration");
        assertThat(look.path("output").path("stdout").asText()).isEqualTo("seen\n");
        assertThat(look.path("start").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
    }

    /** W5: the tool says "completed" and exits with 0, and plays rollbacks for a method that never ran. */
    @Test
    void aGateThatIsNotMetIsInconclusiveAndNothingIsTouched() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("not-there")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(bench.mark("repair"))));
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.message())
                .isEqualTo("INCONCLUSIVE: \"all is well\" was not steady before the test"
                        + " (expected True from \"not-there is there\", got False). No fault was injected.");
        assertThat(outcome.failure()).containsInstanceOf(VerdictException.class);
        assertThat(bench.marks()).isEmpty();
        assertThat(journal(outcome).path("run")).isEmpty();
        assertThat(journal(outcome).path("rollbacks")).isEmpty();
    }

    @Test
    void aHypothesisThatIsBrokenAfterwardsFailsAndTheRollbacksComeAfterIt() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(shell("action", "remove", "rm " + folder.resolve("service"))),
                "rollbacks",
                steps(shell("action", "restore", "touch " + folder.resolve("service")))));
        assertThat(outcome.message())
                .isEqualTo("FAILED: \"all is well\" did not hold after the method"
                        + " (expected True from \"service is there\", got False). Reverted; nothing left behind.");
        assertThat(outcome.failure()).containsInstanceOf(AssertionFailedError.class);
        assertThat(outcome.deviated()).isTrue();
        assertThat(outcome.exitCode()).isOne();
        assertThat(folder.resolve("service")).exists();
    }

    /** W7: the tool exits with 0. */
    @Test
    void aRollbackThatFailsIsAnErrorThatSaysWhatIsLeft() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(shell("action", "repair", "echo no spare parts >&2; exit 1"), bench.mark("tidy"))));
        assertThat(outcome.message())
                .startsWith(
                        "ERROR: the method could not be reverted: the rollback \"repair\" failed: the process exited"
                                + " with 1: no spare parts. Undo it with: ")
                .endsWith(" sweep --target chaostoolkit:" + folder.resolve("experiment.json"));
        assertThat(bench.marks()).as("the others are played").containsExactly("break", "tidy");
    }

    /** W8: the tool exits with 0, as if nothing had been seen. */
    @Test
    void aHypothesisThatBrokeAndHealedFails() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(
                                shell("action", "remove", "rm " + folder.resolve("service")),
                                shell("action", "wait", "sleep 0.5"),
                                shell("action", "heal", "touch " + folder.resolve("service")),
                                shell("action", "wait on", "sleep 0.3"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.CONTINUOUSLY)
                        .hypothesisFrequency(Duration.ofMillis(50)));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.message())
                .matches(
                        "FAILED: \"all is well\" did not hold during the method: \\d+ of \\d+ checks failed"
                                + " \\(expected True from \"service is there\", got False\\)\\. Reverted; nothing left behind\\.");
        assertThat(outcome.deviated()).isTrue();
        JsonNode states = journal(outcome).path("steady_states");
        assertThat(states.path("during")).hasSizeGreaterThan(3);
        assertThat(states.path("after").path("steady_state_met").asBoolean()).isTrue();
    }

    @Test
    void aQuickMethodIsWatchedUntilThereIsEnoughToSay() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.DURING_METHOD_ONLY)
                        .hypothesisFrequency(Duration.ofMillis(100)));
        assertThat(outcome.passed()).as(outcome.message()).isTrue();
        assertThat(journal(outcome).path("steady_states").path("during")).hasSizeGreaterThanOrEqualTo(3);
    }

    /** W9: the tool plays no rollbacks, and waits for the action that runs. */
    @Test
    void failFastEndsTheRunningActionAndPlaysTheRollbacks() {
        long begin = System.nanoTime();
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(shell("action", "remove and wait", "rm " + folder.resolve("service") + "; sleep 60")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.CONTINUOUSLY)
                        .hypothesisFrequency(Duration.ofMillis(20))
                        .failFast(true));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.message()).contains("did not hold during the method");
        assertThat(bench.marks()).containsExactly("repair");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    /** W4: the tool ends with a traceback, without journal and rollbacks, although the method has run. */
    @Test
    void aToleranceThatCannotBeAppliedIsAnErrorAfterWhichEverythingIsUndone() {
        Map<String, Object> tolerance = Map.of("type", "regex", "pattern", "up");
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(with(bench.exists("service"), "tolerance", tolerance)),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.hypothesisStrategy(HypothesisStrategy.AFTER_METHOD_ONLY));
        assertThat(outcome.message())
                .startsWith(
                        "ERROR: the hypothesis could not be judged: \"service is there\": the tolerance cannot be applied to");
        assertThat(bench.marks()).containsExactly("break", "repair");
        assertThat(names(journal(outcome).path("rollbacks"))).containsExactly("repair");
    }

    /** W10: the tool writes secrets into the journal. */
    @Test
    void noSecretReachesJournalOrConsole() throws Exception {
        Map<String, Object> probe = process("sh", "-c", "echo ${token} and more");
        FileOutcome outcome = bench.run(
                Map.of(
                        "secrets",
                        Map.of(
                                "desk",
                                Map.of("token", Map.of("type", "env", "key", "DESK_TOKEN"), "inline", "written-down")),
                        "configuration",
                        Map.of("found", Map.of("type", "probe", "name", "find", "provider", probe)),
                        HYPOTHESIS,
                        hypothesis(with(
                                shell("probe", "look", "echo '${token}'; echo ${inline} >&2; exit 1"), "tolerance", 0)),
                        "method",
                        steps(shell("action", "break", "echo ${found}"))),
                options -> options.environment(Map.of("DESK_TOKEN", "s3cr3t-v4lue")));
        String journal = Files.readString(outcome.journal().orElseThrow());
        assertThat(journal).doesNotContain("s3cr3t-v4lue", "written-down").contains("********");
        assertThat(String.join("\n", bench.lines)).doesNotContain("s3cr3t-v4lue", "written-down");
        assertThat(outcome.message()).doesNotContain("s3cr3t-v4lue", "written-down");
    }

    /** W12: the tool has one exit code for all of these. */
    @Test
    void everyVerdictHasAnExitCodeOfItsOwn() {
        Map<String, Object> held = hypothesis(bench.exists("service"));
        Map<String, Object> broken = hypothesis(bench.exists("not-there"));
        List<Map<String, Object>> works = steps(bench.mark("break"));
        assertThat(List.of(
                        bench.run(Map.of(HYPOTHESIS, held, "method", works)).exitCode(),
                        bench.run(
                                        Map.of(HYPOTHESIS, broken, "method", works),
                                        options -> options.hypothesisStrategy(HypothesisStrategy.AFTER_METHOD_ONLY))
                                .exitCode(),
                        bench.run(Map.of(HYPOTHESIS, broken, "method", works)).exitCode(),
                        bench.run(Map.of(HYPOTHESIS, held, "method", steps(shell("action", "a", "exit 1"))))
                                .exitCode()))
                .containsExactly(0, 1, 3, 5);
    }

    @Test
    void withoutAHypothesisNothingIsProven() {
        FileOutcome outcome =
                bench.run(Map.of("method", steps(bench.mark("break")), "rollbacks", steps(bench.mark("repair"))));
        assertThat(outcome.message())
                .isEqualTo("INCONCLUSIVE: the experiment has no steady-state-hypothesis. The test proves nothing."
                        + " Reverted; nothing left behind.");
        assertThat(bench.marks()).containsExactly("break", "repair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_METHOD_ONLY", "SKIP"})
    void aHypothesisThatIsNotCheckedOnceTheMethodHasBegunProvesNothing(HypothesisStrategy strategy) {
        FileOutcome outcome = bench.run(
                Map.of(HYPOTHESIS, hypothesis(bench.exists("service")), "method", steps(bench.mark("break"))),
                options -> options.hypothesisStrategy(strategy));
        assertThat(outcome.message())
                .startsWith("INCONCLUSIVE: the steady-state-hypothesis is checked neither during nor after the method");
    }

    /** The tool exits with 0. */
    @Test
    void aMethodWithoutActionsProvesNothing() {
        Map<String, Object> held = hypothesis(bench.exists("service"));
        List<Map<String, Object>> looks = steps(shell("probe", "look", "true"), Map.of("ref", "service is there"));
        assertThat(bench.run(Map.of(HYPOTHESIS, held, "method", List.of())).message())
                .isEqualTo("INCONCLUSIVE: the method has no action: nothing was done. The test proves nothing."
                        + " No fault was injected.");
        assertThat(bench.run(Map.of(HYPOTHESIS, held, "method", looks)).message())
                .isEqualTo("INCONCLUSIVE: the method has no action: nothing was done. The test proves nothing."
                        + " No fault was injected.");
        FileOutcome outcome =
                bench.run(Map.of(HYPOTHESIS, held, "method", looks, "rollbacks", steps(bench.mark("repair"))));
        assertThat(outcome.message())
                .startsWith("INCONCLUSIVE: the method changed nothing in ")
                .endsWith(": it has no action. The test proves nothing. Reverted; nothing left behind.");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(bench.marks()).containsExactly("repair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"probes", "actions", "activities"})
    void aDryRunProvesNothing(String dry) {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.dry(Dry.of(dry).orElseThrow()));
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.message()).contains("this was a dry run");
        assertThat(bench.marks()).hasSize(dry.equals("probes") ? 2 : 0);
        assertThat(journal(outcome).path("experiment").path("dry").asText()).isEqualTo(dry);
    }

    @Test
    void aDryRunOfPausesOnlyLeavesThemOut() {
        Map<String, Object> pauses = Map.of("before", 100, "after", 100);
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(with(bench.mark("break"), "pauses", pauses))),
                options -> options.dry(Dry.PAUSE));
        assertThat(outcome.message())
                .isEqualTo("INCONCLUSIVE: this was a dry run. The test proves nothing. Reverted; nothing left behind.");
        assertThat(bench.marks()).containsExactly("break");
    }

    @Test
    void rollbacksThatNobodyWantsAreNotPlayed() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(bench.mark("break")),
                        "rollbacks",
                        steps(bench.mark("repair"))),
                options -> options.rollbackStrategy(RollbackStrategy.NEVER));
        assertThat(outcome.passed()).isTrue();
        assertThat(bench.marks()).containsExactly("break");
        assertThat(bench.lines).anyMatch(line -> line.contains("rollbacks are not played"));
    }

    @Test
    void theTitleIsFilledInAndPlaceholdersOfOursAreNot() {
        FileOutcome outcome = bench.run(Map.of(
                "title",
                "about ${what}",
                "configuration",
                Map.of("what", "${reliability.reports}"),
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break"))));
        assertThat(outcome.result().title()).isEqualTo("about ${reliability.reports}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T00:00:00Z", "2024-02-29T23:59:00.000001Z", "2024-02-29T12:30:05.999999999Z"})
    void timesAreWrittenAsTheToolWritesThem(java.time.Instant time) {
        assertThat(Entry.time(time))
                .isEqualTo(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx")
                        .withZone(java.time.ZoneOffset.UTC)
                        .format(time));
    }
}
