package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.outside.MavenRun.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A build of somebody else ends as each verdict says. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class OutsideProjectIT {

    private static final String NOTHING_LEFT = "Reverted; nothing left behind.";
    private static final String FAILURE = "org.opentest4j.AssertionFailedError";
    private static final String INCONCLUSIVE = "dev.reliability.junit.InconclusiveException";
    private static final String ABORTED = "dev.reliability.junit.AbortedException";

    private final OutsideProject project = OutsideProject.compiled();

    private MavenRun verify(String test, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "verify";
        arguments[1] = "-Dit.test=" + test;
        arguments[2] = "-Dgate.exclude=shop\\.(?!(" + test.replace('+', '|').replace(',', '|') + ")\\b).*";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return project.run(arguments);
    }

    @Test
    void passes() {
        MavenRun run = verify("PassedIT,FormsIT");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases()).hasSize(7).allSatisfy(test -> assertThat(test.element())
                .isEqualTo("passed"));
        assertThat(run.gate()).contains("5 of 5 reliability tests proven");
    }

    @Test
    void fails() {
        MavenRun run = verify("FailedIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactlyInAnyOrder(
                        new Case(
                                "shop.FailedIT.usersNotice",
                                "failure",
                                FAILURE,
                                "FAILED: \"GET /books\" was out for #.# s (allowed 0 s), from #.# s after shutdown of shop;"
                                        + " # of # samples failed (expected 200, got connection refused). "
                                        + NOTHING_LEFT),
                        new Case("shop.FailedIT.repeated(RepetitionInfo)[1]", "passed", "", ""),
                        new Case(
                                "shop.FailedIT.repeated(RepetitionInfo)[2]",
                                "failure",
                                FAILURE,
                                "FAILED: the test body failed #.# s after freeze of clerk: orders ==> expected: <1>"
                                        + " but was: <2>. " + NOTHING_LEFT),
                        new Case(
                                "shop.FailedIT$AtNight.nested",
                                "failure",
                                FAILURE,
                                "FAILED: the test body failed #.# s after freeze of clerk:"
                                        + " java.lang.IllegalStateException: no light. " + NOTHING_LEFT));
        assertThat(run.output())
                .containsPattern("\\[reliability] FailedIT.usersNotice \\+\\S+ FAILED. " + NOTHING_LEFT)
                .doesNotContainPattern("\\[reliability] .*FAILED: ");
    }

    @Test
    void isInconclusive() {
        MavenRun run = verify("InconclusiveIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactlyInAnyOrder(
                        new Case(
                                "shop.InconclusiveIT.sickBefore",
                                "error",
                                INCONCLUSIVE,
                                "INCONCLUSIVE: \"GET /sick\" was not steady before the test (expected 200, got 503 for"
                                        + " 6 s). No fault was injected."),
                        new Case(
                                "shop.InconclusiveIT.stillOut",
                                "error",
                                INCONCLUSIVE,
                                "INCONCLUSIVE: \"GET /books\" was still out when process kill of shop was reverted, after"
                                        + " #.# s of the 30 s allowed: make \"duration\" (1 s) longer than \"outage\" (30"
                                        + " s). The test proves nothing. " + NOTHING_LEFT),
                        new Case(
                                "shop.InconclusiveIT.withoutEffect(Attack)",
                                "error",
                                INCONCLUSIVE,
                                "INCONCLUSIVE: freeze of sturdy clerk stopped nothing in 1 s: it still runs. The test"
                                        + " proves nothing. " + NOTHING_LEFT),
                        new Case(
                                "shop.InconclusiveIT.assumptionNotMet",
                                "error",
                                INCONCLUSIVE,
                                "INCONCLUSIVE: an assumption of the test body was not met: it is sunday. The test"
                                        + " proves nothing. " + NOTHING_LEFT));
    }

    @Test
    void isAborted() {
        MavenRun run = verify("AbortedIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactlyInAnyOrder(
                        new Case(
                                "shop.AbortedIT.stopped",
                                "error",
                                ABORTED,
                                "ABORTED: stopped after #.# s by http http://127.0.0.1:#/books (expected 200, got"
                                        + " connection refused). " + NOTHING_LEFT),
                        new Case(
                                "shop.AbortedIT.tooLong",
                                "error",
                                ABORTED,
                                "ABORTED: stopped after #.# s by reliability.deadline (3 s). " + NOTHING_LEFT));
    }

    @Test
    void isInErrorWhenSomethingIsLeft() {
        MavenRun run = verify("ErrorIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactly(new Case(
                        "shop.ErrorIT.notReverted(Attack)",
                        "error",
                        "dev.reliability.junit.FaultNotRevertedException",
                        "ERROR: freeze of clerk could not be reverted: process # is still stopped. Undo it with: kill"
                                + " -CONT #"));
    }

    @Test
    void refusesWhatCannotBeRun() {
        MavenRun run = verify("InvalidIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactly(new Case(
                        "shop.InvalidIT.mistyped",
                        "error",
                        "dev.reliability.junit.InvalidExperimentException",
                        "4 problems. No fault was injected."));
        assertThat(run.output())
                .contains(
                        "@SteadyState(http) on InvalidIT.mistyped(): ",
                        "@SteadyState(tolerate) on InvalidIT.mistyped(): \"120%\" is not between 0% and 100%",
                        "@ShutdownAttack(target) on InvalidIT.mistyped(): unknown target \"shpo\"",
                        "@ShutdownAttack(delay) on InvalidIT.mistyped(): \"soon\" is not a duration: write 250ms, 3s,"
                                + " 4m, 1h or ISO-8601");
    }

    @Test
    void refusesWhatNothingCouldBreak() {
        MavenRun run = verify("NothingAssertedIT", "-Dmaven.test.failure.ignore");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .containsExactly(new Case(
                        "shop.NothingAssertedIT.nothing",
                        "error",
                        "dev.reliability.junit.InvalidExperimentException",
                        "@ShutdownAttack on NothingAssertedIT.nothing(): nothing is asserted, so the test would pass"
                                + " whatever the fault does: add a steady state that must hold DURING or AFTER the"
                                + " fault, an expectation, or assertions in the body, which is empty. No fault was"
                                + " injected."));
        assertThat(run.output()).doesNotContain("Injecting");
        assertThat(run.gate()).contains("0 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void countsTestsWithoutAFaultApart() {
        MavenRun run = verify("PassedIT,WithoutFaultIT");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate()).contains("1 proven, 1 without a fault, of 2 reliability tests");
        assertThat(run.output())
                .containsPattern(
                        "WithoutFaultIT.isServed \\+\\S+ PASSED: every hypothesis held. No fault was injected.");
    }

    @Test
    void closesTheGateWhereNoFaultWasInjected() {
        MavenRun run = verify("WithoutFaultIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases()).containsExactly(new Case("shop.WithoutFaultIT.isServed", "passed", "", ""));
        assertThat(run.gate())
                .anyMatch(line -> line.endsWith("proves nothing of faults: no test that passed injected one; add an"
                        + " attack to one of them"))
                .contains("0 proven, 1 without a fault, of 1 reliability tests; the gate stays CLOSED");
    }
}
