package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.internal.http.Site;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happened while a fault was not in force, or was not seen at all, proves nothing of it. */
@Timeout(60)
class UnseenFaultTest extends WithScriptedFaults {

    private static final String NOTHING_LEFT = ". The test proves nothing. Reverted; nothing left behind.";
    private final AtomicInteger hanging = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"0%", "50%"})
    void usersWhoHangUntilTheRevertAreNotServed(String tolerate) {
        ExperimentResult result = base().attack(on(fault).duration("2s"))
                .steadyState(hangingAfter(500, () -> fault.reverts() > 0)
                        .timeout("20s")
                        .tolerate(tolerate))
                .evaluate(() -> {});

        assertThat(result.message())
                .matches("INCONCLUSIVE: \"users\" gave no answer any more when fault of a was reverted: \\d+ requests"
                        + " had waited for up to \\d\\.\\d s, none before for more than 0\\.\\d s: make the fault"
                        + " last longer than \"timeout\" \\(20 s\\)" + Pattern.quote(NOTHING_LEFT));
    }

    @Test
    void answersThatAreOverdueAreWaitedFor() {
        ExperimentResult result = base().attack(on(fault))
                .steadyState(
                        hangingAfter(300, () -> fault.age().toMillis() > 2_000).timeout("20s"))
                .evaluate(() -> await().until(() -> hanging.get() >= 10));

        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(result.faults().get(0).lasted().orElseThrow()).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void answersThatNeverComeConvict() {
        ExperimentResult result = base().attack(on(fault))
                .steadyState(hangingAfter(300, () -> fault.reverts() > 0).timeout("1s"))
                .evaluate(() -> await().until(() -> hanging.get() >= 10));

        assertThat(result.message())
                .startsWith("FAILED: \"users\" was out for ")
                .contains("got timeout after 1 s");
    }

    /** Users who are served at once, until a while after the injection; from then on they wait for something. */
    private SteadyStateSpec hangingAfter(long millis, BooleanSupplier answered) {
        Observation good = new Observation(true, "good", "good");
        return SteadyStateSpec.probe("users", context -> timeout -> {
                    if (fault.injections() == 0
                            || fault.reverts() > 0
                            || fault.age().toMillis() < millis) {
                        return CompletableFuture.completedFuture(good);
                    }
                    hanging.incrementAndGet();
                    return CompletableFuture.supplyAsync(
                            () -> {
                                await().atMost(Duration.ofSeconds(30)).until(answered::getAsBoolean);
                                return good;
                            },
                            task -> new Thread(task).start());
                })
                .every("100ms");
    }

    @Test
    void aBodyThatIsOverBeforeTheFaultSawNothingOfIt() {
        ExperimentResult result = base().attack(on(fault).delay("500ms")).evaluate(() -> {});

        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: the test body was over before fault of a was injected, and nothing else looks"
                        + " at what that does: add a steady state, an expectation, or a body that waits for it"
                        + NOTHING_LEFT);
    }

    @Test
    void aBodyThatWaitsForTheFaultSawIt() {
        ExperimentResult result = base().attack(on(fault).delay("500ms"))
                .evaluate(run -> run.attacks().get(0).awaitBite());

        assertThat(result.message()).isEqualTo(PASSED);
    }

    @Test
    void anExpectationOfOneFaultLooksAtNoLaterOne() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(alarm)
                    .attack(on(fault).duration("800ms"))
                    .attack(on(other).delay("1500ms"))
                    .evaluate(() -> alarm.status(503));

            assertThat(result.message())
                    .startsWith("INCONCLUSIVE: the test body was over before fault of b was injected, ");
        }
    }

    @Test
    void recoveryIsSomethingToLookAt() {
        ExperimentResult result = base().attack(on(fault).delay("300ms"))
                .steadyState(SteadyStateSpec.probe(
                                "users",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "good", "good")))
                        .every("50ms")
                        .when(Set.of(When.BEFORE, When.AFTER)))
                .evaluate(() -> {});

        assertThat(result.message()).isEqualTo(PASSED);
    }

    @Test
    void aFaultThatIsRevertedBeforeItIsInjectedIsNotInjected() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = withAlarm(alarm)
                    .attack(on(fault).delay("300ms"))
                    .evaluate(run -> run.attacks().get(0).revert());

            assertThat(result.message())
                    .isEqualTo("INCONCLUSIVE: fault of a was not injected: the test body reverted it before. The test"
                            + " proves nothing. No fault was injected.");
            assertThat(fault.injections()).isZero();
        }
    }

    @Test
    void oneOfTwoThatIsRevertedBeforeItIsInjectedProvesNothing() {
        ExperimentResult result = base().attack(on(fault))
                .attack(on(other).delay("1s"))
                .evaluate(run -> run.attacks().get(1).revert());

        assertThat(result.message())
                .isEqualTo(
                        "INCONCLUSIVE: fault of b was not injected: the test body reverted it before" + NOTHING_LEFT);
        assertThat(other.injections()).isZero();
    }

    @Test
    void anAlarmThatOnlyTheRevertSetsOffIsNoneOfTheFault() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            fault.residue(() -> {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                alarm.status(503);
                return List.of();
            });
            ExperimentResult result =
                    withAlarm(alarm).attack(on(fault).duration("1s")).evaluate(() -> {});

            assertThat(result.message())
                    .isEqualTo(
                            "INCONCLUSIVE: out came only after fault of a was reverted: make \"duration\" (1 s) longer"
                                    + " than \"within\" (40 s)" + NOTHING_LEFT);
        }
    }

    @Test
    void aMoveThatOnlyTheRevertSetsOffIsNoneOfTheFault() throws IOException {
        try (TestDns dns = new TestDns().set("shop.example", "1 IN A 127.0.0.2")) {
            fault.residue(() -> {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                dns.set("shop.example", "1 IN A 127.0.0.3");
                return List.of();
            });
            ExperimentResult result = base().attack(on(fault).duration("1s"))
                    .property("signal.shop", "dns:shop.example@" + dns)
                    .property("target.blue.identity", "127.0.0.2")
                    .property("target.green.identity", "127.0.0.3")
                    .expect(FailoverSpec.of("shop", "blue", "green", "40s"))
                    .evaluate(() -> {});

            assertThat(result.message()).startsWith("INCONCLUSIVE: shop came only after fault of a was reverted: ");
        }
    }

    @Test
    void anAlarmBetweenTwoFaultsIsOneOfNeither() throws IOException {
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            fault.residue(() -> {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                alarm.status(503);
                return List.of();
            });
            ExperimentResult result = withAlarm(alarm)
                    .attack(on(fault).duration("500ms"))
                    .attack(on(other).delay("3s"))
                    .evaluate(() -> await().until(() -> other.injections() > 0));

            assertThat(result.message()).startsWith("INCONCLUSIVE: out came only after fault of a was reverted: ");
        }
    }

    private ExperimentBuilder withAlarm(Site alarm) {
        return base().property("alarm.out", "http://127.0.0.1:" + alarm.port() + "/health")
                .expect(AlarmSpec.of("out", "40s"));
    }
}
