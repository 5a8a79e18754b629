package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.jupiter.Verdicts;
import dev.reliability.internal.report.Report;
import dev.reliability.spi.Testimony;
import dev.reliability.spi.Testimony.Account;
import dev.reliability.testsystem.GivenTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What targets have to say explains a verdict, bounded and without secrets, and never changes it. */
@Timeout(60)
class HearingTest {

    private static final String FAILED = "FAILED: the test body failed";

    @TempDir
    private Path directory;

    private ExperimentBuilder experiment(GivenTarget target) {
        return Reliability.experiment("hearing")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("blue", target)
                .attack(FaultSpec.of("scripted", "blue").duration("1s"));
    }

    private static GivenTarget saying(Supplier<Testimony> said) {
        return new GivenTarget("blue").telling("testimony", said);
    }

    private ExperimentResult failed(GivenTarget target) {
        return experiment(target).evaluate(() -> {
            throw new AssertionFailedError("no book could be bought");
        });
    }

    private static Testimony testimony(ExperimentResult result) {
        return result.faults().get(0).testimony();
    }

    @Test
    void aFailureShowsNotesFirstAndThenWhatSpeaksOfTrouble() {
        ExperimentResult result = failed(saying(() -> Testimony.none()
                .withLog("pod web-1", "starting\nERROR one\nfine\nERROR two\nwarning: three\nstill fine\n")
                .withNotes("events", List.of("Warning BackOff pod web-1"))));
        assertThat(result.message()).startsWith(FAILED).doesNotContain("\n");
        assertThat(result.said())
                .containsExactly(
                        "Said around scripted of blue:",
                        "  events: Warning BackOff pod web-1",
                        "  pod web-1: ERROR two",
                        "  pod web-1: warning: three");
        assertThat(Verdicts.toThrow(result, Optional.of("https://wiki.example/runbook")))
                .hasValueSatisfying(thrown -> assertThat(thrown.getMessage().lines())
                        .startsWith(result.message(), "Said around scripted of blue:")
                        .contains("Runbook: https://wiki.example/runbook"));
    }

    @Test
    void theReportShowsEachSourceByItself() throws IOException {
        failed(saying(() -> Testimony.none()
                .withLog("pod web-1", "starting\nERROR one\n")
                .withNotes("events", List.of("Warning BackOff pod web-1"))
                .withGap("the log of pod web-2 cannot be read: forbidden")));
        Report.of(directory.resolve("reports")).write();
        assertThat(directory.resolve("reports/report.html"))
                .content()
                .contains("What pod web-1 said around scripted of blue", ">starting\nERROR one</pre>")
                .contains("What events said around scripted of blue", ">Warning BackOff pod web-1</pre>")
                .contains("Not known around scripted of blue: the log of pod web-2 cannot be read: forbidden.");
    }

    @Test
    void whoeverThrowsTheResultShowsIt() {
        Throwable thrown = catchThrowable(() -> Reliability.throwUnlessPassed(
                failed(saying(() -> Testimony.none().withLog("blue", "out of books")))));
        assertThat(thrown.getMessage().lines().toList())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith(FAILED))
                .contains("Said around scripted of blue:", "  blue: out of books")
                .satisfies(lines -> assertThat(lines.get(3)).startsWith("Journal: "));
    }

    @Test
    void thePassOfATargetThatSpeaksStaysWhatItIs() throws IOException {
        ExperimentResult result = experiment(
                        new GivenTarget("blue").telling("log", () -> Optional.of("first\n\nsecond\n")))
                .evaluate(() -> {});
        assertThat(result.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(testimony(result).accounts())
                .containsExactly(new Account("blue", false, List.of("first", "second"), 0));
        assertThat(Json.read(Files.readString(result.journal().orElseThrow()))
                        .at("/reliability/faults/0/testimony/accounts/0/lines")
                        .toString())
                .isEqualTo("[\"first\",\"second\"]");
    }

    @Test
    void theLastLinesAreKeptAndHowManyAreLeftOutIsSaid() {
        String many = String.join(
                "\n", IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
        String long_ = String.join(
                "\n",
                IntStream.range(0, 150).mapToObj(i -> i + "y".repeat(9_000)).toList());
        ExperimentResult result =
                failed(saying(() -> Testimony.none().withLog("many", many).withLog("long", long_)));
        Account first = testimony(result).accounts().get(0);
        assertThat(first.lines()).hasSize(200).startsWith("line 800").endsWith("line 999");
        assertThat(first.leftOut()).isEqualTo(800);
        Account second = testimony(result).accounts().get(1);
        assertThat(second.lines().stream().mapToInt(String::length).sum()).isBetween(32 * 1024, 64 * 1024);
        assertThat(second.leftOut() + second.lines().size()).isEqualTo(150);
    }

    @Test
    void secretsAreHidden() throws IOException {
        ExperimentResult result = failed(saying(() -> Testimony.none()
                .withLog("blue", "error: password=hunter22 and db_password: \"hunter 22\" at jdbc://u:hunter22@db/x")
                .withGap("refused: Authorization: Bearer hunter22hunter22")));
        assertThat(Files.readString(result.journal().orElseThrow()) + result.said())
                .contains("password=********", "//********@db")
                .doesNotContain("hunter");
    }

    @Test
    void whatCannotBeAskedIsSaidAndChangesNothing() {
        assertThat(failed(saying(() -> {
                            throw new IllegalStateException("pods/log is forbidden");
                        }))
                        .said())
                .containsExactly(
                        "Not said around scripted of blue: what blue logged cannot be read: pods/log is forbidden");
        ExperimentResult passed = experiment(saying(() -> {
                    throw new NoClassDefFoundError("x");
                }))
                .evaluate(() -> {});
        assertThat(passed.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(testimony(passed).gaps()).hasSize(1);
    }

    @Test
    void aTargetThatNeverAnswersHoldsNothingUp() {
        CountDownLatch never = new CountDownLatch(1);
        ExperimentResult result = experiment(saying(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Testimony.none();
                }))
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(testimony(result).gaps()).singleElement().asString().startsWith("blue did not say within ");
    }

    @Test
    void eachTargetIsAskedOnceWhenItsFaultsAreUndoneAndBeforeItIsClosed() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger askedWhenClosed = new AtomicInteger(-1);
        ScriptedFault fault = new ScriptedFault("scripted of blue", "given:blue");
        AtomicInteger askedAtResidue = new AtomicInteger(-1);
        fault.residue(() -> {
            askedAtResidue.set(asked.get());
            return List.of();
        });
        experiment(saying(() -> {
                            asked.incrementAndGet();
                            return Testimony.none();
                        })
                        .planning(request -> fault)
                        .closing(() -> askedWhenClosed.set(asked.get())))
                .evaluate(() -> {});
        assertThat(askedAtResidue).hasValue(0);
        assertThat(askedWhenClosed).hasValue(1);
        assertThat(asked).hasValue(1);
    }
}
