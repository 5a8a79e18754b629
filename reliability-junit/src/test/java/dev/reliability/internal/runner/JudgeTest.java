package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.plan.Side;
import dev.reliability.internal.plan.StopCondition;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** The first lines of reports, word for word, on a clock of the test's own. */
@Timeout(60)
class JudgeTest extends WithExecution {

    private static final String REVERTED = ". Reverted; nothing left behind.";

    @Test
    void anOutageThatWasTooLong() {
        states.add(books(SILENT, "30s", 0));
        faults.add(blackhole(new ScriptedFault("blackhole of bookstore-api-blue", "process:1")));
        duringFault(Duration.ofMillis(60_100), run -> {
            for (int i = 0; i < 240; i++) {
                boolean bad = i >= 12 && i < 180;
                Observation seen =
                        bad ? new Observation(false, "200", "timeout after 3 s") : new Observation(true, "200", "200");
                sample(200 + 250L * i + (i < 180 ? 0 : 100), seen);
            }
        });
        assertThat(onlyFinding(Verdict.FAILED))
                .isEqualTo("FAILED: \"GET /books\" was out for 42.1 s (allowed 30 s), from 3.2 s after blackhole of"
                        + " bookstore-api-blue; 168 of 240 samples failed (expected 200, got timeout after 3 s)"
                        + REVERTED);
    }

    @Test
    void anAllowedOutageIsNoFinding() {
        states.add(books(SILENT, "43s", 0));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        duringFault(Duration.ofSeconds(60), run -> {
            for (int i = 0; i < 240; i++) {
                sample(250L * i, new Observation(i < 12 || i >= 180, "200", "503"));
            }
        });
        assertThat(findings()).isEmpty();
    }

    @Test
    void tooManyFailuresOutsideTheAllowedOutage() {
        states.add(books(SILENT, "30s", 0.01));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        duringFault(Duration.ofSeconds(50), run -> {
            for (int i = 0; i < 200; i++) {
                boolean good = (i < 20 || i >= 60) && i != 100 && i != 150;
                sample(250L * i, new Observation(good, "200", "503"));
            }
        });
        assertThat(onlyFinding(Verdict.FAILED))
                .isEqualTo(
                        "FAILED: \"GET /books\" failed too often during blackhole of blue: 1.3 % of its samples outside"
                                + " the allowed outage (allowed 1 %); 42 of 200 samples failed (expected 200, got 503)"
                                + REVERTED);
    }

    @Test
    void toleratedFailuresAreNoFinding() {
        states.add(books(SILENT, "0s", 0.01));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        duringFault(Duration.ofSeconds(50), run -> {
            for (int i = 0; i < 200; i++) {
                sample(250L * i, new Observation(i != 20 && i != 100, "200", "503"));
            }
        });
        assertThat(findings()).isEmpty();
    }

    @Test
    void twoSamplesProveNothing() {
        states.add(books(SILENT, "30s", 0));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        duringFault(Duration.ofMillis(600), run -> {
            sample(0, new Observation(true, "200", "200"));
            sample(250, new Observation(true, "200", "200"));
        });
        assertThat(onlyFinding(Verdict.INCONCLUSIVE))
                .isEqualTo(
                        "INCONCLUSIVE: \"GET /books\" was sampled only 2 times during blackhole of blue (at least 3 are"
                                + " needed): make the fault last longer or sample more often. The test proves nothing"
                                + REVERTED);
    }

    @Test
    void aFailoverThatDidNotHappen() {
        Set<String> blue = Set.of("bookstore-api-blue");
        Signal signal = timeout -> new Signal.Reading(blue, Map.of());
        failovers.add(new ExpectedFailover(
                "bookstore",
                "bookstore",
                signal,
                Side.of("bookstore-api-blue", blue),
                Side.of("bookstore-api-green", Set.of("bookstore-api-green")),
                Duration.ofSeconds(90),
                false,
                Optional.empty(),
                Optional.empty()));
        faults.add(blackhole(new ScriptedFault("blackhole of bookstore-api-blue", "process:1")));
        duringFault(Duration.ofSeconds(90), run -> {
            FailoverWatch watch = run.failovers.get(0);
            watch.watchFrom(0, "blackhole of bookstore-api-blue");
            ticker.set(Duration.ofSeconds(90));
            wake.awaitUntil(watch::decided, Long.MAX_VALUE / 2, Duration.ofMillis(50));
        });
        assertThat(onlyFinding(Verdict.FAILED))
                .isEqualTo(
                        "FAILED: bookstore did not fail over from bookstore-api-blue to bookstore-api-green within 90 s"
                                + " of blackhole of bookstore-api-blue; it still answered bookstore-api-blue after 90.0 s"
                                + REVERTED);
    }

    @Test
    void aWayBackThatAStopLeftNoTimeFor() {
        Set<String> blue = Set.of("blue");
        Set<String> green = Set.of("green");
        AtomicBoolean moved = new AtomicBoolean();
        Signal signal = timeout -> new Signal.Reading(moved.get() ? green : blue, Map.of());
        failovers.add(new ExpectedFailover(
                "shop",
                "shop",
                signal,
                Side.of("blue", blue),
                Side.of("green", green),
                Duration.ofSeconds(90),
                true,
                Optional.empty(),
                Optional.empty()));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        duringFault(Duration.ofSeconds(10), run -> {
            FailoverWatch watch = run.failovers.get(0);
            watch.watchFrom(0, "blackhole of blue");
            moved.set(true);
            wake.awaitUntil(watch::decided, Long.MAX_VALUE / 2, Duration.ofMillis(50));
            ticker.set(Duration.ofSeconds(2));
            run.stops.stop("alarm x");
        });
        assertThat(onlyFinding(Verdict.ABORTED)).isEqualTo("ABORTED: stopped after 2.0 s by alarm x" + REVERTED);
    }

    @Test
    void sickBeforeTheTest() {
        states.add(books(
                timeout -> {
                    ticker.set(Duration.ofSeconds(31));
                    return CompletableFuture.completedFuture(new Observation(false, "200", "503"));
                },
                "0s",
                0));
        ScriptedFault fault = new ScriptedFault("blackhole of blue", "process:1");
        faults.add(blackhole(fault));
        execution().run(intents);
        assertThat(onlyFinding(Verdict.INCONCLUSIVE))
                .isEqualTo(
                        "INCONCLUSIVE: \"GET /books\" was not steady before the test (expected 200, got 503 for 30 s)."
                                + " No fault was injected.");
        assertThat(fault.injections()).isZero();
    }

    @Test
    void aFaultThatBitNothing() {
        ScriptedFault fault = new ScriptedFault("blackhole of bookstore-api-blue", "process:1").evidence(() -> {
            ticker.advance(Duration.ofSeconds(61));
            return Evidence.none("dropped nothing", "no traffic went to db.bookstore.example");
        });
        faults.add(blackhole(fault));
        execution().run(intents);
        assertThat(onlyFinding(Verdict.INCONCLUSIVE))
                .isEqualTo("INCONCLUSIVE: blackhole of bookstore-api-blue dropped nothing in 60 s: no traffic went to"
                        + " db.bookstore.example. The test proves nothing" + REVERTED);
        assertThat(fault.reverts()).isEqualTo(1);
    }

    @Test
    void stoppedByAnAlarm() {
        Alarm alarm = timeout -> {
            boolean bitten = run != null && run.firstBite().isPresent();
            if (bitten) {
                ticker.set(Duration.ofMillis(12_400));
            }
            return new Alarm.State(bitten, "ALARM");
        };
        stops.add(new StopCondition("alarm checkout-errors", Optional.of(alarm), Optional.empty(), Duration.ZERO));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        execution().run(intents);
        assertThat(onlyFinding(Verdict.ABORTED))
                .isEqualTo("ABORTED: stopped after 12.4 s by alarm checkout-errors" + REVERTED);
    }

    @Test
    void aFaultThatStayed() {
        ScriptedFault fault = new ScriptedFault("blackhole of bookstore-api-blue", "ssh://ubuntu@203.0.113.7")
                .residue(() -> List.of("table inet rl_7f3a is still there"));
        faults.add(blackhole(fault));
        duringFault(Duration.ofSeconds(1), run -> {});
        assertThat(onlyFinding(Verdict.ERROR))
                .matches(
                        "ERROR: blackhole of bookstore-api-blue could not be reverted: table inet rl_7f3a is still there\\."
                                + " Undo it with: \\S+/reliability-[0-9a-f]{8} sweep --target ssh://ubuntu@203\\.0\\.113\\.7");
        assertThat(findings().get(0).left()).isTrue();
    }

    @Test
    void aBodyThatFailed() {
        faults.add(blackhole(new ScriptedFault("shutdown of blue", "process:1")));
        duringFault(Duration.ofSeconds(5), run -> {
            ticker.set(Duration.ofMillis(2_300));
            body.ended(new AssertionError("no book\n  was sold"), ticker.nanos());
        });
        assertThat(onlyFinding(Verdict.FAILED))
                .isEqualTo("FAILED: the test body failed 2.3 s after shutdown of blue: no book was sold" + REVERTED);
    }

    @Test
    void aBodyThatFailedBeforeAnythingWasHit() {
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1")));
        execution();
        body.ended(new AssertionError("no book was sold"), ticker.nanos());
        ticker.set(Duration.ofMillis(300));
        FaultRun fault = run.faults.get(0);
        fault.inject(intents);
        fault.look();
        ticker.set(Duration.ofSeconds(5));
        fault.revert(intents);
        assertThat(onlyFinding(Verdict.FAILED))
                .isEqualTo("FAILED: the test body failed 0.3 s before the bite of blackhole of blue: no book was sold"
                        + REVERTED);
    }

    @Test
    void anAssumptionThatWasNotMet() {
        faults.add(blackhole(new ScriptedFault("shutdown of blue", "process:1")));
        duringFault(Duration.ofSeconds(5), run -> body.ended(new TestAbortedException("no staging"), 0));
        assertThat(onlyFinding(Verdict.INCONCLUSIVE))
                .isEqualTo(
                        "INCONCLUSIVE: an assumption of the test body was not met: no staging. The test proves nothing"
                                + REVERTED);
    }

    @Test
    void theWorstVerdictComesFirst() {
        states.add(books(SILENT, "0s", 0));
        faults.add(blackhole(new ScriptedFault("blackhole of blue", "process:1").residue(() -> List.of("it stays"))));
        duringFault(Duration.ofSeconds(5), run -> {
            sample(0, new Observation(false, "200", "503"));
            body.ended(new TestAbortedException("assumption"), 0);
            run.stops.stop("alarm x");
        });
        assertThat(findings())
                .extracting(Finding::verdict)
                .containsExactly(Verdict.ERROR, Verdict.ABORTED, Verdict.INCONCLUSIVE, Verdict.FAILED);
        assertThat(findings().get(3).message()).endsWith(". Not everything was reverted.");
    }
}
