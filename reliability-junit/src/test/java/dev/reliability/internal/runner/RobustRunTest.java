package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.RunningExperiment;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.spi.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a back end or the disk does, the other faults are reverted and the run ends with a result. */
@Timeout(60)
class RobustRunTest {

    @TempDir
    Path directory;

    private Process victim;

    @BeforeEach
    void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        victim.destroyForcibly();
    }

    @Test
    void measurementsThatNoJournalCanHoldAreAnErrorAndKeepNoFault() {
        ScriptedFault fault = new ScriptedFault("fault of a", "process:1")
                .evidence(() -> Evidence.bite("it bit").with("figure", new Object()));
        ExperimentResult result = evaluate(fault);
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).startsWith("ERROR: the journal could not be written: ");
        assertThat(result.journal()).isEmpty();
        assertThat(fault.reverts()).isEqualTo(1);
    }

    @Test
    void aFaultThatThrowsOutOfItsRevertDoesNotKeepTheOthers() {
        ScriptedFault first = new ScriptedFault("fault of a", "process:1");
        ScriptedFault second = new ScriptedFault("fault of b", "process:1").onHeal(() -> {
            throw new IllegalStateException("broken back end");
        });
        ExperimentResult result = evaluate(first, second);
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("broken back end");
        assertThat(first.reverts()).isEqualTo(1);
    }

    @Test
    void anInjectionThatFailsHalfWayIsRevertedLikeAnyOther() {
        ScriptedFault fault = new ScriptedFault("fault of a", "process:1").onInject(() -> {
            throw new IOException("no route to host");
        });
        ExperimentResult result = evaluate(fault);
        assertThat(result.message())
                .isEqualTo("ERROR: fault of a could not be injected: no route to host. Reverted; nothing left behind.");
        assertThat(fault.reverts()).isEqualTo(1);
    }

    @Test
    void aBiteThatIsSeenLateIsDatedWhenItBeganButNotBeforeTheInjection() {
        ScriptedFault fault = new ScriptedFault("fault of a", "process:1")
                .evidence(() -> Evidence.bite("it bit").begun(Duration.ofHours(1)));
        assertThat(evaluate(fault).faults().get(0).bittenAfter()).hasValue(Duration.ZERO);
    }

    @Test
    void whatIsNotedAfterTheEndDoesNotReplaceTheResultInTheJournal() throws IOException {
        AtomicReference<RunningExperiment> handle = new AtomicReference<>();
        ExperimentResult result = Reliability.experiment("notes")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(new ScriptedFault("fault of a", "process:1").on(victim.pid()))
                .evaluate(handle::set);
        handle.get().note("too late");
        String journal = Files.readString(result.journal().orElseThrow());
        assertThat(Json.read(journal).path("status").asText()).isEqualTo("completed");
        assertThat(journal).contains("PASSED: every hypothesis held").doesNotContain("too late");
    }

    @Test
    void aReportDirectoryThatCannotBeWrittenKeepsNoFault() throws IOException {
        Path file = Files.createFile(directory.resolve("reports"));
        ScriptedFault fault = new ScriptedFault("fault of a", "process:1");
        ExperimentResult result = evaluate(fault);
        assertThat(file).isEmptyFile();
        assertThat(result.journal()).isEmpty();
        assertThat(fault.reverts()).isEqualTo(1);
    }

    @Test
    void whatAnotherRunAttacksIsLeftAlone() throws Exception {
        ScriptedFault fault = new ScriptedFault("fault of a", "process:1");
        try (TargetLocks locks =
                TargetLocks.take(directory.resolve("state"), List.of("process:" + victim.pid()), "the other run")) {
            assertThatExceptionOfType(InvalidPlanException.class)
                    .isThrownBy(() -> evaluate(fault))
                    .withMessageContaining("process:" + victim.pid() + " is under attack by another run: ")
                    .withMessageContaining("the other run");
            assertThat(locks).isNotNull();
        }
        assertThat(fault.injections()).isZero();
        assertThat(evaluate(fault).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void nothingOfARunIsLeftInTheStateDirectory() throws IOException {
        evaluate(new ScriptedFault("fault of a", "process:1"));
        try (var files = Files.list(directory.resolve("state/runs"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFaultThatStaysIsKeptForTheNextRun() throws IOException {
        evaluate(new ScriptedFault("fault of a", "process:1").residue(() -> List.of("a rule")));
        try (var files = Files.list(directory.resolve("state/runs"))) {
            assertThat(files).hasSize(1);
        }
    }

    private ExperimentResult evaluate(ScriptedFault... faults) {
        var experiment = Reliability.experiment("robust")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString());
        for (ScriptedFault fault : faults) {
            experiment.attack(fault.on(victim.pid()).name(fault.description()));
        }
        return experiment.evaluate(() -> {});
    }
}
