package dev.reliability.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.local.ManagedProcess;
import dev.reliability.testsystem.Outcomes;
import dev.reliability.testsystem.Sabotaged;
import dev.reliability.testsystem.Sabotaged.Half;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told of each verdict. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a process is stopped by a signal")
class VerdictsTest {

    private static final String LEFT =
            "process kill of clerk could not be reverted: process # is still stopped. Undo it with:"
                    + " kill -s CONT #";
    private static Outcomes outcomes;

    private static ManagedProcess clerk;

    @TempDir
    static Path directory;

    @BeforeAll
    static void run() {
        clerk = ManagedProcess.command("sleep", "300").name("clerk").build();
        clerk.start();
        outcomes = Outcomes.of(Tests.class, directory, Map.of("reliability.deadline", "4s"));
    }

    @AfterAll
    static void end() {
        clerk.close();
    }

    private static Throwable thrown(String test) {
        return outcomes.thrown(test);
    }

    private static String line(Throwable thrown) {
        return Outcomes.line(thrown).replaceAll("\\d\\.\\d s", "#.# s").replaceAll("(process|CONT) \\d+", "$1 #");
    }

    @Test
    void nothingIsThrownForAPass() {
        assertThat(outcomes.of("passes")).isEmpty();
        assertThat(outcomes.of("repetition 1 of 2")).isEmpty();
        assertThat(outcomes.size()).isEqualTo(13);
    }

    @Test
    void aBrokenHypothesisIsAFailedExpectation() {
        AssertionFailedError thrown = (AssertionFailedError) thrown("fails");

        assertThat(line(thrown))
                .isEqualTo("FAILED: the test body failed #.# s after process kill of clerk: expected: <1> but was: <2>."
                        + " Reverted; nothing left behind.");
        assertThat(thrown.getActual().getValue()).isEqualTo(2);
        assertThat(thrown.getCause()).isInstanceOf(AssertionFailedError.class);
        assertThat(thrown.getMessage()).contains("\nRunbook: https://wiki.example/clerk\nJournal: ");
    }

    @Test
    void otherThrowablesOfTheBodyAreItsCause() {
        assertThat(thrown("throwsChecked"))
                .isInstanceOf(AssertionFailedError.class)
                .hasCauseInstanceOf(Exception.class);
        assertThat(thrown("repetition 2 of 2")).isInstanceOf(AssertionFailedError.class);
        assertThat(thrown("nested")).isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void whatProvesNothingIsInconclusive() {
        assertThat(thrown("provesNothing")).isInstanceOf(InconclusiveException.class);
        assertThat(thrown("assumes")).isInstanceOf(InconclusiveException.class);
        assertThat(line(thrown("assumes")))
                .isEqualTo(
                        "INCONCLUSIVE: an assumption of the test body was not met: no light. The test proves nothing."
                                + " Reverted; nothing left behind.");
    }

    @Test
    void whatIsEndedEarlyIsAborted() {
        assertThat(thrown("takesTooLong")).isInstanceOf(AbortedException.class);
        assertThat(line(thrown("takesTooLong")))
                .isEqualTo(
                        "ABORTED: stopped after #.# s by reliability.deadline (4 s). Reverted; nothing left behind.");
    }

    @Test
    void whatIsLeftOutranksEverythingElse() {
        Throwable thrown = thrown("leavesSomething");

        assertThat(thrown).isInstanceOf(FaultNotRevertedException.class);
        assertThat(line(thrown)).isEqualTo("ERROR: " + LEFT);
        assertThat(thrown.getSuppressed()).singleElement().satisfies(suppressed -> {
            assertThat(suppressed).isInstanceOf(AssertionFailedError.class);
            assertThat(line(suppressed))
                    .isEqualTo(
                            "FAILED: the test body failed #.# s after process kill of clerk: sold out. Not everything"
                                    + " was reverted.");
        });
        assertThat(thrown("leavesSomethingWhenAborted").getSuppressed())
                .singleElement()
                .isInstanceOf(AbortedException.class);
    }

    @Test
    void aTimeoutCutsTheBodyShortButNotTheRevert() {
        assertThat(thrown("timesOut")).isInstanceOf(AssertionFailedError.class);
        assertThat(line(thrown("timesOut"))).contains("timed out after").endsWith("Reverted; nothing left behind.");
        assertThat(line(thrown("swallowsItsTimeout"))).startsWith("FAILED: ").contains("timed out after");
    }

    @ProcessKillAttack(target = "${target:clerk}", signal = "STOP", duration = "${length:300ms}")
    @Runbook("https://wiki.example/clerk")
    static class Tests {

        @ReliabilityTarget("clerk")
        static ManagedProcess clerk() {
            return clerk;
        }

        @AfterEach
        void goOn() throws Exception {
            new ProcessBuilder("kill", "-CONT", String.valueOf(clerk.pid()))
                    .start()
                    .waitFor();
        }

        @Test
        void passes(Attack attack) {
            assertThat(attack.bitten()).isTrue();
        }

        @Test
        void fails() {
            org.junit.jupiter.api.Assertions.assertEquals(1, 2);
        }

        @Test
        void throwsChecked() throws Exception {
            throw new Exception("checked");
        }

        @RepeatedTest(2)
        void repeated(RepetitionInfo repetition) {
            assertThat(repetition.getCurrentRepetition()).isEqualTo(1);
        }

        @Test
        void assumes() {
            Assumptions.abort("no light");
        }

        @Test
        void takesTooLong() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(1)
        void timesOut() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(1)
        void swallowsItsTimeout() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Nested
        class Below {

            @Test
            void nested() {
                throw new IllegalStateException("below");
            }
        }

        @Nested
        class WithoutInjection {

            @ReliabilityProperty("target")
            static final String TARGET = "idle clerk";

            @ReliabilityTarget("idle clerk")
            static Sabotaged idle() {
                return new Sabotaged(clerk, Half.INJECT);
            }

            @Test
            void provesNothing(Attack attack) {
                assertThat(attack.name()).isNotEmpty();
            }
        }

        @Nested
        class WithoutRevert {

            @ReliabilityProperty("length")
            static final String LENGTH = "60s";

            @ReliabilityTarget("clerk")
            static Sabotaged stuck() {
                return new Sabotaged(clerk, Half.REVERT);
            }

            @Test
            void leavesSomething(Attack attack) {
                attack.revert();
                throw new AssertionError("sold out");
            }

            @Test
            void leavesSomethingWhenAborted() throws InterruptedException {
                new CountDownLatch(1).await();
            }
        }
    }
}
