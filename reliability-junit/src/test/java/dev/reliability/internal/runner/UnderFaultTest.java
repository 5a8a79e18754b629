package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.http.Site;
import dev.reliability.internal.journal.Json;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users must be seen to have under each fault before it ends, and what is said where that was not seen. */
@Timeout(60)
class UnderFaultTest extends WithScriptedFaults {

    private static final String NOTHING_LEFT = ". Reverted; nothing left behind.";
    private final AtomicInteger underFault = new AtomicInteger();

    @Test
    void anOutageThatOnlyTheRevertEndsFailsOnceItWasTooLong() {
        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("1s", "0%", this::nobody))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("FAILED: \"users\" was out for 1\\.\\d s \\(allowed 1 s\\), from 0\\.\\d s after fault of a;"
                        + " (\\d+) of \\1 samples failed \\(expected good, got bad\\)" + NOTHING_LEFT);
    }

    @Test
    void aDurationThatEndsBeforeTheOutageNamesTheNumberToChange() {
        ExperimentResult result = base().attack(on(fault).duration("600ms"))
                .steadyState(users("5s", "0%", this::nobody))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("INCONCLUSIVE: \"users\" was still out when fault of a was reverted, after 0\\.\\d s of the 5"
                        + " s allowed: make \"duration\" \\(600 ms\\) longer than \"outage\" \\(5 s\\)\\. The test"
                        + " proves nothing" + NOTHING_LEFT);
    }

    @Test
    void anOutageThatEndsUnderTheFaultIsWaitedFor() {
        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("20s", "0%", () -> underFault.get() > 30))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(underFault).hasValueGreaterThanOrEqualTo(33);
        assertThat(result.steadyStates().get(0).longestOutage()).isPositive();
    }

    @Test
    void anOpenOutageIsNoLongerThanOneThatEnded() {
        AtomicInteger seen = new AtomicInteger();
        ExperimentResult result = base().attack(on(fault).duration("2s"))
                .steadyState(users("20s", "90%", () -> {
                    int sample = seen.incrementAndGet();
                    return sample > 20 && fault.age().toMillis() < 1_800;
                }))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
    }

    @Test
    void goodNewsBeforeTheBiteDoesNotAcquit() {
        fault.evidence(
                () -> fault.age().toMillis() < 700 ? Evidence.none("ended nothing", "") : Evidence.bite("it bit"));

        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("1s", "0%", () -> fault.age().toMillis() < 700))
                .evaluate(() -> {});

        assertThat(result.message()).startsWith("FAILED: \"users\" was out for 1.");
    }

    @Test
    void goodNewsThatOnlyTheRevertBringsDoesNotAcquit() {
        ExperimentResult result = base().attack(on(fault).duration("1s"))
                .steadyState(SteadyStateSpec.probe("users", context -> timeout -> onceNotAttacked())
                        .every("100ms")
                        .timeout("20s"))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("INCONCLUSIVE: \"users\" was answered only 0 times during fault of a \\(at least 3 are needed;"
                        + " \\d+ more came after it\\): make the fault last longer\\. The test proves nothing"
                        + Pattern.quote(NOTHING_LEFT));
    }

    /** Hangs as long as the fault is in force. */
    private CompletableFuture<Observation> onceNotAttacked() {
        return CompletableFuture.supplyAsync(
                () -> {
                    await().until(() -> fault.injections() == 0 || fault.reverts() > 0);
                    return new Observation(true, "good", "good");
                },
                task -> new Thread(task).start());
    }

    @Test
    void anOutageWhoseEndIsAnsweredAfterTheRevertIsOpen() {
        ExecutorService oneAtATime = Executors.newSingleThreadExecutor();
        try {
            ExperimentResult result = base().attack(on(fault).duration("2s"))
                    .steadyState(SteadyStateSpec.probe(
                                    "users",
                                    context -> timeout -> CompletableFuture.supplyAsync(
                                            () -> {
                                                boolean good = fault.injections() == 0
                                                        || fault.reverts() > 0
                                                        || fault.age().toMillis() < 1_000;
                                                await().pollDelay(Duration.ofMillis(100))
                                                        .until(() -> true);
                                                return new Observation(good, "good", good ? "good" : "bad");
                                            },
                                            oneAtATime))
                            .every("40ms")
                            .timeout("20s")
                            .outage("20s")
                            .when(Set.of(When.BEFORE, When.DURING)))
                    .evaluate(() -> {});

            assertThat(result.message())
                    .startsWith("INCONCLUSIVE: \"users\" was still out when fault of a was reverted, after ");
        } finally {
            oneAtATime.shutdownNow();
        }
    }

    @Test
    void whatWasUnderWayAtTheInjectionConvicts() {
        Probe slow = timeout -> {
            boolean due = fault.injections() == 0;
            return CompletableFuture.supplyAsync(
                    () -> {
                        boolean good = !due || fault.injections() == 0;
                        return new Observation(good, "good", good ? "good" : "cut off");
                    },
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        };
        ExperimentResult result = base().attack(on(fault))
                .steadyState(SteadyStateSpec.probe("users", context -> slow).every("20ms"))
                .evaluate(() -> {});

        assertThat(result.message())
                .startsWith("FAILED: \"users\" was out for 0.")
                .contains("from 0.0 s after fault of a; ")
                .contains("(expected good, got cut off)");
        assertThat(result.steadyStates().get(0).failed()).isPositive();
    }

    @Test
    void nothingIsInjectedIntoWhatBrokeDuringTheDelay() {
        AtomicBoolean broken = new AtomicBoolean();
        ExperimentResult result = base().attack(on(fault).delay("1s"))
                .steadyState(SteadyStateSpec.probe(
                                "users",
                                context -> timeout -> CompletableFuture.completedFuture(
                                        new Observation(!broken.get() || fault.injections() > 0, "good", "bad")))
                        .every("20ms")
                        .outage("5s"))
                .evaluate(() -> broken.set(true));

        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: \"users\" was not steady any more before fault of a (expected good, got bad)."
                        + " No fault was injected.");
        assertThat(fault.injections()).isZero();
    }

    @Test
    @Timeout(30)
    void nobodyWaitsForABiteThatCannotComeAnyMore() {
        ExperimentResult result = base().attack(on(fault).delay("1s"))
                .steadyState(SteadyStateSpec.probe(
                                "users",
                                context -> timeout -> CompletableFuture.completedFuture(
                                        new Observation(underFault.get() == 0, "good", "bad")))
                        .every("20ms")
                        .outage("5s"))
                .evaluate(run -> {
                    underFault.set(1);
                    run.attacks().get(0).awaitBite();
                });

        assertThat(result.message()).startsWith("INCONCLUSIVE: \"users\" was not steady any more before fault of a");
        assertThat(result.findings()).hasSize(1);
    }

    @Test
    void anAlarmThatFiredDuringTheDelayProvesNothing() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result =
                    withAlarm(base().attack(on(fault).delay("1s")), alarm).evaluate(() -> alarm.status(503));

            assertThat(result.message())
                    .startsWith("INCONCLUSIVE: alarm out was in alarm before the test (")
                    .endsWith("No fault was injected.");
            assertThat(fault.injections()).isZero();
        }
    }

    @Test
    void whatFailsBeforeTheBiteConvicts() throws IOException {
        fault.evidence(
                () -> fault.age().toMillis() < 700 ? Evidence.none("ended nothing", "") : Evidence.bite("it bit"));

        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("0s", "0%", () -> fault.age().toMillis() > 300))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("FAILED: \"users\" was out for 0\\.\\d s \\(allowed 0 s\\), from 0\\.\\d s after fault"
                        + " of a; .*");
        assertThat(result.faults().get(0).bitten()).isTrue();
        JsonNode states =
                Json.read(Files.readString(result.journal().orElseThrow())).path("steady_states");
        assertThat(states.path("before").path("steady_state_met").asBoolean()).isTrue();
        assertThat(states.path("during")
                        .get(0)
                        .path("probes")
                        .get(0)
                        .path("samples")
                        .asInt())
                .isGreaterThan(result.steadyStates().get(0).samples());
    }

    @Test
    void eachFaultIsWatched() throws IOException {
        ExperimentResult result = base().attack(on(fault))
                .attack(on(other).delay("700ms"))
                .steadyState(users("0s", "0%", () -> true))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        JsonNode journal = Json.read(Files.readString(result.journal().orElseThrow()));
        JsonNode during = journal.path("steady_states").path("during");
        assertThat(during).hasSize(2);
        assertThat(during.get(1).path("fault").asText()).isEqualTo("fault of b");
        assertThat(during.get(1).path("probes").get(0).path("samples").asInt()).isGreaterThanOrEqualTo(3);
        JsonNode overlap = journal.path("reliability").path("overlaps").get(0);
        assertThat(overlap.path("seconds").asDouble()).isPositive();
        assertThat(lasted(result, 0)).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void aFailureUnderTheSecondFaultIsSaidOfIt() {
        ExperimentResult result = base().attack(on(fault))
                .attack(on(other).delay("700ms"))
                .steadyState(users("1s", "0%", () -> other.injections() == 0))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("FAILED: \"users\" was out for 1\\.\\d s \\(allowed 1 s\\), from 0\\.\\d s after fault of b;"
                        + " .*");
    }

    @Test
    void eachFaultMayHaveItsOutage() {
        ExperimentResult result = base().attack(on(fault).duration("700ms"))
                .attack(on(other).delay("1200ms").duration("700ms"))
                .steadyState(users("500ms", "0%", () -> since(fault) > 150 && (since(other) < 0 || since(other) > 150)))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(result.steadyStates().get(0).failed()).isGreaterThan(2);
    }

    @Test
    void whatFailsBetweenTwoFaultsConvicts() {
        AtomicInteger between = new AtomicInteger();
        ExperimentResult result = base().attack(on(fault).duration("500ms"))
                .attack(on(other).delay("1500ms").duration("500ms"))
                .steadyState(SteadyStateSpec.probe("users", context -> timeout -> {
                            boolean gap = fault.reverts() > 0 && other.injections() == 0;
                            boolean good = !gap || between.incrementAndGet() % 8 != 4;
                            return CompletableFuture.completedFuture(
                                    new Observation(good, "good", good ? "good" : "bad"));
                        })
                        .every("20ms")
                        .outage("500ms"))
                .evaluate(() -> {});

        assertThat(result.message())
                .startsWith("FAILED: \"users\" failed too often during fault of a: ")
                .contains(" outside the allowed outage (allowed 0 %); ");
    }

    @Test
    void aShareIsOneOfWhatWasAnsweredUnderTheFault() {
        AtomicInteger seen = new AtomicInteger();
        Probe halfHangs = timeout -> {
            boolean attacked = fault.injections() > 0 && fault.reverts() == 0;
            int number = seen.incrementAndGet();
            if (attacked && number % 4 != 0) {
                return onceNotAttacked();
            }
            boolean good = !attacked || number % 8 != 0;
            return CompletableFuture.completedFuture(new Observation(good, "good", good ? "good" : "bad"));
        };
        ExperimentResult result = base().attack(on(fault).duration("1s"))
                .steadyState(SteadyStateSpec.probe("users", context -> halfHangs)
                        .every("20ms")
                        .timeout("20s")
                        .tolerate("25%"))
                .evaluate(() -> {});

        assertThat(result.message()).startsWith("FAILED: \"users\" failed too often during fault of a: ");
    }

    @Test
    void aShareAloneIsDecidedWithoutThreeGoodOnesInARow() {
        AtomicInteger seen = new AtomicInteger();
        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("0s", "90%", () -> seen.incrementAndGet() % 2 == 0))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
    }

    @Test
    void metExpectationsDoNotEndAFaultWhileUsersAreOut() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(base().attack(on(fault).duration("60s")), alarm)
                    .steadyState(users("30s", "0%", () -> fault.age().toMillis() > 1_500))
                    .evaluate(() -> alarm.status(503));

            assertThat(result.message()).isEqualTo(PASSED);
            assertThat(lasted(result, 0)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(59));
        }
    }

    @Test
    void onceUsersAreOutForTooLongNothingIsWaitedFor() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(base().attack(on(fault).duration("55s")), alarm)
                    .attack(on(other).delay("50s"))
                    .steadyState(users("0s", "0%", this::nobody))
                    .evaluate(() -> {});

            assertThat(result.message()).startsWith("FAILED: \"users\" was out for 0.");
            assertThat(result.findings()).hasSize(1);
            assertThat(result.steadyStates().get(0).samples()).isGreaterThanOrEqualTo(3);
            assertThat(lasted(result, 0)).isLessThan(Duration.ofSeconds(30));
            assertThat(other.injections()).isZero();
        }
    }

    @Test
    void onceTheBodyIsBrokenNothingIsWaitedFor() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(base().attack(on(fault)), alarm)
                    .steadyState(users("30s", "0%", this::nobody))
                    .evaluate(() -> {
                        throw new AssertionError("sold out");
                    });

            assertThat(result.message())
                    .startsWith("FAILED: the test body failed")
                    .contains("sold out");
            assertThat(result.steadyStates().get(0).samples()).isGreaterThanOrEqualTo(3);
            assertThat(lasted(result, 0)).isLessThan(Duration.ofSeconds(20));
            assertThat(result.findings())
                    .extracting(ExperimentResult.Finding::verdict)
                    .containsExactly(Verdict.FAILED, Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void aDeclaredDurationIsKeptWhateverIsBroken() {
        ExperimentResult result = base().attack(on(fault).duration("1s"))
                .steadyState(users("0s", "0%", this::nobody))
                .evaluate(() -> {});

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(lasted(result, 0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aBodyThatRevertsBeforeUsersAreServedAgainProvesNothing() {
        Body.Steering impatient = run -> {
            await().until(() -> underFault.get() > 10);
            run.attacks().get(0).revert();
        };
        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("30s", "0%", this::nobody))
                .evaluate(impatient);

        assertThat(result.message())
                .matches("INCONCLUSIVE: \"users\" was still out when fault of a was reverted, after 0\\.\\d s of the 30"
                        + " s allowed: the test body must not revert it before\\. The test proves nothing"
                        + NOTHING_LEFT);
    }

    @Test
    void aBodyThatRevertsBeforeAnExpectationIsDecidedProvesNothing() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(base().attack(on(fault)), alarm)
                    .evaluate(run -> run.attacks().get(0).revert());

            assertThat(result.message())
                    .isEqualTo("INCONCLUSIVE: the test body reverted fault of a before out was decided. The test proves"
                            + " nothing" + NOTHING_LEFT);
        }
    }

    @Test
    void whatIsNotHitYetIsWaitedFor() {
        fault.evidence(() -> Evidence.bite("it bit")
                .missing(fault.age().toMillis() < 700 ? List.of("no traffic went to b") : List.of()));

        ExperimentResult result = base().attack(on(fault))
                .steadyState(users("0s", "0%", () -> true))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(lasted(result, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
    }

    @Test
    void aDurationMayBeALeastOne() {
        ExperimentResult result = base().attack(
                        on(fault).span(FaultSpec.Span.AT_LEAST).duration("1s"))
                .steadyState(users("0s", "0%", () -> true))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(lasted(result, 0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLeastDurationIsNotTheLongest() {
        ExperimentResult result = base().attack(
                        on(fault).span(FaultSpec.Span.AT_LEAST).duration("100ms"))
                .steadyState(users("20s", "0%", () -> fault.age().toMillis() > 1_000))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(lasted(result, 0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    private boolean nobody() {
        return false;
    }

    private static long since(ScriptedFault fault) {
        return fault.injections() == 0 ? -1 : fault.age().toMillis();
    }

    private static Duration lasted(ExperimentResult result, int index) {
        FaultResult became = result.faults().get(index);
        return became.lasted().orElseThrow();
    }

    /** Users who are served before anything is injected and once it is undone. */
    private SteadyStateSpec users(String outage, String tolerate, BooleanSupplier served) {
        return SteadyStateSpec.probe("users", context -> timeout -> {
                    boolean attacked = fault.injections() > 0 && fault.reverts() == 0
                            || other.injections() > 0 && other.reverts() == 0;
                    if (attacked) {
                        underFault.incrementAndGet();
                    }
                    boolean good = !attacked || served.getAsBoolean();
                    return CompletableFuture.completedFuture(new Observation(good, "good", good ? "good" : "bad"));
                })
                .every("20ms")
                .outage(outage)
                .tolerate(tolerate);
    }

    private static ExperimentBuilder withAlarm(ExperimentBuilder experiment, Site alarm) {
        return experiment
                .property("alarm.out", "http://127.0.0.1:" + alarm.port() + "/health")
                .expect(AlarmSpec.of("out", "40s"));
    }
}
