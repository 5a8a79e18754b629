package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.process;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an activity leaves running is waited for by nobody, and ended or named when the run ends. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody tells who started a process that lives on")
@Timeout(120)
class LeftRunningTest extends WithWorkbench {
    private final List<Long> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.stream().map(ProcessHandle::of).forEach(handle -> handle.ifPresent(ProcessHandle::destroyForcibly));
    }

    private Map<String, Object> leaving(String name, String output) {
        return shell("action", name, "sleep 600 " + output + " & echo $! > " + folder.resolve(name) + "; echo started");
    }

    private boolean runs(String name) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve(name)).strip());
            started.add(pid);
            return ProcessId.of(pid).filter(ProcessId::isAlive).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The second one holds the pipes of the shell that started it. */
    @ParameterizedTest
    @ValueSource(strings = {"> /dev/null 2>&1", "", "2> /dev/null"})
    void isEndedWithTheRun(String output) {
        FileOutcome outcome = bench.run(
                Map.of(HYPOTHESIS, hypothesis(bench.exists("service")), "method", steps(leaving("load", output))));
        assertThat(outcome.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(runs("load")).isFalse();
        assertThat(bench.lines)
                .anyMatch(line -> line.matches("Ending what the method left running: PID \\d+ \\(sleep\\)"));
        assertThat(journal(outcome)
                        .path("run")
                        .path(0)
                        .path("output")
                        .path("stdout")
                        .asText())
                .isEqualTo("started\n");
    }

    @Test
    void livesUntilTheRollbacksArePlayed() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(leaving("load", "")),
                "rollbacks",
                steps(shell("action", "stop", "kill $(cat " + folder.resolve("load") + ")"))));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Verdict.PASSED);
        assertThat(runs("load")).isFalse();
        assertThat(bench.lines).noneMatch(line -> line.startsWith("Ending what the method left"));
    }

    @Test
    void mayWriteOnWithoutDyingOfAClosedPipe() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(
                        shell(
                                "action",
                                "load",
                                "(for i in 1 2 3 4 5; do sleep 0.3; echo $i; done; touch %s; sleep 600) & echo started"
                                        .formatted(folder.resolve("alive"))),
                        shell("action", "wait", "until [ -e " + folder.resolve("alive") + " ]; do sleep 0.05; done"))));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void isNamedWhereNothingIsToBeUndone() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(leaving("load", "> /dev/null 2>&1"))),
                options -> options.rollbackStrategy(RollbackStrategy.NEVER));
        assertThat(runs("load")).isTrue();
        assertThat(outcome.message())
                .matches(
                        "PASSED: every hypothesis held and every fault bit\\. Left on purpose: the method left running PID"
                                + " \\d+ \\(sleep\\)\\.");
    }

    @Test
    void isNamedWhereARollbackStartedIt() {
        FileOutcome outcome = bench.run(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break")),
                "rollbacks",
                steps(leaving("restart", "> /dev/null 2>&1"))));
        assertThat(runs("restart")).isTrue();
        assertThat(outcome.message())
                .startsWith("PASSED: ")
                .contains("Left on purpose: the rollbacks left running PID ");
    }

    @Test
    void isLeftAloneInCompatMode() {
        FileOutcome outcome = bench.run(
                Map.of(
                        HYPOTHESIS,
                        hypothesis(bench.exists("service")),
                        "method",
                        steps(leaving("load", "> /dev/null 2>&1"))),
                options -> options.mode(Mode.COMPAT));
        assertThat(outcome.exitCode()).isZero();
        assertThat(runs("load")).isTrue();
    }

    @Test
    void whatAProbeOfTheConfigurationLeavesIsEndedToo() {
        FileOutcome outcome = bench.run(Map.of(
                "configuration",
                Map.of(
                        "found",
                        Map.of(
                                "type",
                                "probe",
                                "name",
                                "find",
                                "provider",
                                process("sh", "-c", "sleep 600 & echo $! > " + folder.resolve("found")))),
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(activity("action", "break", process("true")))));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Verdict.PASSED);
        assertThat(runs("found")).isFalse();
    }

    /** Whoever ends the run at once leaves it to the next one to end what is left. */
    @Test
    void ofADeadRunIsEndedByTheNextOne() throws Exception {
        bench.experiment(Map.of(
                HYPOTHESIS,
                hypothesis(bench.exists("service")),
                "method",
                steps(
                        leaving("load", ""),
                        shell("action", "wait", "touch " + folder.resolve("waits") + "; sleep 600"))));
        Files.writeString(folder.resolve("values.env"), "");
        Process doomed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedFileRun.class.getName(),
                        folder.toString(),
                        "STRICT")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("doomed.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("waits")));
        } finally {
            doomed.destroyForcibly().waitFor();
        }
        assertThat(runs("load")).isTrue();
        bench.run(Map.of(HYPOTHESIS, hypothesis(bench.exists("service")), "method", steps(bench.mark("break"))));
        assertThat(runs("load")).isFalse();
    }
}
