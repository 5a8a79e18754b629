package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steady states that are looked at once before, while, and once after the body, before the revert. */
@Timeout(30)
class CheckedStateTest {

    @TempDir
    private Path directory;

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger badLooks = new AtomicInteger();
    private volatile boolean good = true;
    private Process victim;
    private ScriptedFault fault;

    @BeforeEach
    void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
        fault = new ScriptedFault("fault of a", "process:1").residue(() -> {
            order.add("revert");
            return List.of();
        });
    }

    @AfterEach
    void end() {
        victim.destroyForcibly();
    }

    @Test
    void eachPartHasItsPlace() {
        ExperimentResult result = run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> order.add("body"));
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.PASSED);
        assertThat(order).containsExactly("look", "body", "look", "revert", "look");
        assertThat(result.steadyStates().get(0).samples()).isEqualTo(2);
    }

    @Test
    void afterTheRevertItIsWaitedForUntilItHoldsAgain() {
        breaksWithTheRevert(3);
        ExperimentResult result = run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> order.add("body"));
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.PASSED);
        assertThat(order).containsExactly("look", "body", "look", "revert", "look", "look", "look", "look");
    }

    @Test
    void whatTheRevertBreaksFails() {
        breaksWithTheRevert(Integer.MAX_VALUE);
        ExperimentResult result = experiment()
                .steadyState(state(EnumSet.of(When.BEFORE, When.AFTER), "0%").recoverWithin("50ms"))
                .evaluate(() -> {});
        assertThat(result.message())
                .isEqualTo(
                        "FAILED: \"state\" did not hold again within 50 ms of the revert of fault of a (expected good,"
                                + " got bad). Reverted; nothing left behind.");
    }

    @Test
    void whoeverDoesNotWantItIsNotAskedAfterTheRevert() {
        breaksWithTheRevert(Integer.MAX_VALUE);
        ExperimentResult result = experiment()
                .steadyState(state(EnumSet.of(When.BEFORE, When.AFTER), "0%").recoverWithin("0s"))
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(order).endsWith("revert");
    }

    @Test
    void whatAStopLeftNoTimeForDidNotFailToHoldAgain() {
        breaksWithTheRevert(Integer.MAX_VALUE);
        ExperimentResult result = experiment()
                .property("reliability.deadline", "2s")
                .steadyState(state(EnumSet.of(When.BEFORE, When.AFTER), "0%"))
                .evaluate(() -> {});
        assertThat(result.findings())
                .extracting(ExperimentResult.Finding::verdict)
                .as(result.message())
                .containsExactly(Verdict.ABORTED);
    }

    private void breaksWithTheRevert(int looks) {
        fault.residue(() -> {
            order.add("revert");
            badLooks.set(looks);
            return List.of();
        });
    }

    @Test
    void whatStaysOnPurposeIsSaid() {
        fault.stays("the leaves of autumn");
        assertThat(run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> {}).message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Left on purpose: the leaves of autumn.");
        assertThat(run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> good = false)
                        .message())
                .endsWith(" (expected good, got bad). Left on purpose: the leaves of autumn.");
    }

    @Test
    void whatDoesNotHoldBeforeIsNotWaitedFor() {
        good = false;
        ExperimentResult result = run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> order.add("body"));
        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: \"state\" was not steady before the test (expected good, got bad)."
                        + " No fault was injected.");
        assertThat(looks()).isOne();
        assertThat(fault.injections()).isZero();
    }

    @Test
    void whatIsBrokenWhenTheBodyIsDoneFails() {
        ExperimentResult result = run(EnumSet.of(When.BEFORE, When.AFTER), "0%", () -> good = false);
        assertThat(result.message())
                .isEqualTo("FAILED: \"state\" did not hold after fault of a (expected good, got bad)."
                        + " Reverted; nothing left behind.");
    }

    @Test
    void whatBrokeAndHealedFails() {
        Body breaks = () -> {
            good = false;
            int seen = looks();
            await().until(() -> looks() >= seen + 2);
            good = true;
        };
        assertThat(run(EnumSet.of(When.DURING), "0%", breaks).message())
                .matches("FAILED: \"state\" did not hold during fault of a: [0-9]+ of [0-9]+ checks failed"
                        + " \\(expected good, got bad\\)\\. Reverted; nothing left behind\\.");
        assertThat(run(EnumSet.of(When.DURING), "99%", breaks).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void theFaultStaysUntilThereIsEnoughToSay() {
        ExperimentResult result = run(EnumSet.of(When.DURING), "0%", () -> order.add("body"));
        assertThat(result.passed()).as(result.message()).isTrue();
        assertThat(order.subList(0, order.indexOf("revert")).stream().filter("look"::equals))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aLookThatDoesNotEndIsEndedByTheDeadline() {
        CompletableFuture<Observation> hangs = new CompletableFuture<>();
        ExperimentResult result = experiment()
                .property("reliability.deadline", "3s")
                .steadyState(SteadyStateSpec.probe("state", context -> timeout -> hangs)
                        .checked()
                        .timeout("1h")
                        .when(EnumSet.of(When.AFTER)))
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("ABORTED: stopped after").contains("reliability.deadline");
        assertThat(hangs).isCancelled();
        assertThat(order).containsExactly("revert");
    }

    @Test
    void withoutFaultsItIsLookedAtToo() {
        ExperimentResult result = Reliability.experiment("checked")
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(state(EnumSet.of(When.BEFORE, When.AFTER), "0%"))
                .evaluate(() -> good = false);
        assertThat(result.message())
                .isEqualTo("FAILED: \"state\" did not hold after the test body (expected good, got bad)."
                        + " No fault was injected.");
    }

    private int looks() {
        return Collections.frequency(Arrays.asList(order.toArray()), "look");
    }

    private ExperimentResult run(Set<When> parts, String tolerate, Body body) {
        return experiment().steadyState(state(parts, tolerate)).evaluate(body);
    }

    private ExperimentBuilder experiment() {
        return Reliability.experiment("checked")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(fault.on(victim.pid()));
    }

    private SteadyStateSpec state(Set<When> parts, String tolerate) {
        return SteadyStateSpec.probe("state", context -> timeout -> {
                    order.add("look");
                    boolean fine = good && badLooks.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
                    return CompletableFuture.completedFuture(new Observation(fine, "good", fine ? "good" : "bad"));
                })
                .checked()
                .every("10ms")
                .tolerate(tolerate)
                .when(parts);
    }
}
