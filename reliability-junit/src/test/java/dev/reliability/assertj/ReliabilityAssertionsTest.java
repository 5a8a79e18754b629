package dev.reliability.assertj;

import static dev.reliability.assertj.ReliabilityAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FailoverResult.WayBack;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReliabilityAssertionsTest {

    private static final SteadyStateResult STATE = new SteadyStateResult(
            "GET /books",
            240,
            24,
            Duration.ofMillis(6_100),
            Optional.of(Duration.ofMillis(400)),
            Optional.of(Duration.ofMillis(300)),
            Optional.of(Duration.ofMillis(1_200)),
            Map.of("p50", 4.0, "p99", 312.5));
    private static final FailoverResult MOVED = new FailoverResult(
            "bookstore",
            Duration.ofMillis(5_200),
            Duration.ofMillis(5_300),
            Optional.of(new WayBack(Duration.ofMillis(900), Duration.ofMillis(1_000))),
            Map.of());
    private static final ExperimentResult RESULT = result(Verdict.FAILED);

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void tellsVerdictsApart(Verdict verdict) {
        ExperimentResult result = result(verdict);
        assertThat(result).hasVerdict(verdict);
        Map<Verdict, ThrowingCallable> checks = Map.of(
                Verdict.PASSED, () -> assertThat(result).isPassed(),
                Verdict.FAILED, () -> assertThat(result).isFailed(),
                Verdict.INCONCLUSIVE, () -> assertThat(result).isInconclusive(),
                Verdict.ABORTED, () -> assertThat(result).isAborted(),
                Verdict.ERROR, () -> assertThat(result).isError());
        checks.forEach((expected, check) -> {
            if (expected == verdict) {
                assertThatCode(check).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(check)
                        .isInstanceOf(AssertionError.class)
                        .hasMessage("expected " + expected + ", but it is " + verdict + ": as it is 100 %.");
            }
        });
    }

    @Test
    void looksAtTheMessage() {
        assertThat(RESULT)
                .hasMessage("FAILED: as it is 100 %.")
                .hasMessageContaining("as it is")
                .hasMessageMatching("FAILED: .* \\d+ %\\.");

        fails(() -> assertThat(RESULT).hasMessage("FAILED"), "expected the message");
        fails(() -> assertThat(RESULT).hasMessageContaining("moon"), "contains");
        fails(() -> assertThat(RESULT).hasMessageMatching("FAILED"), "matches");
    }

    @Test
    void looksAtFailovers() {
        assertThat(RESULT)
                .failover("bookstore")
                .happenedWithin("5300ms")
                .isKnownTo("100ms")
                .failedBackWithin("1s");

        fails(
                () -> assertThat(RESULT).failover("bookstore").happenedWithin("5299ms"),
                "expected failover bookstore within 5.299 s, but it happened after 5.3 s (known to 100 ms)");
        fails(() -> assertThat(MOVED).isKnownTo("99ms"), "but it is known to 100 ms");
        fails(() -> assertThat(MOVED).failedBackWithin("999ms"), "but it did after 1.0 s");
        FailoverResult there =
                new FailoverResult("bookstore", Duration.ZERO, Duration.ofSeconds(1), Optional.empty(), Map.of());
        fails(() -> assertThat(there).failedBackWithin("1h"), "but it did not, or was not asked to");
        fails(
                () -> assertThat(RESULT).failover("bookshop"),
                "there was no failover \"bookshop\" (there were: [bookstore]); the experiment ended with");
    }

    @Test
    void looksAtAlarms() {
        assertThat(RESULT).alarmFiredWithin("db", "3200ms");

        fails(() -> assertThat(RESULT).alarmFiredWithin("db", "3199ms"), "but it fired after 3.2 s");
        fails(() -> assertThat(RESULT).alarmFiredWithin("cdn", "1h"), "but it did not fire; its last state was 200");
        fails(() -> assertThat(RESULT).alarmFiredWithin("moon", "1h"), "there was no expected alarm \"moon\"");
    }

    @Test
    void looksAtSteadyStates() {
        assertThat(RESULT)
                .steadyState("GET /books")
                .failedAtMost(10)
                .hasAtLeastSamples(240)
                .hadOutageOfAtMost("6100ms")
                .recoveredWithin("1200ms")
                .hadLatencyOfAtMost("p99", "313ms");

        fails(() -> assertThat(STATE).hadNoFailedSample(), "but 24 of 240 failed");
        fails(() -> assertThat(STATE).failedAtMost(9.9), "at most 9.9 % failed samples");
        fails(() -> assertThat(STATE).hasAtLeastSamples(241), "but there are 240");
        fails(() -> assertThat(STATE).hadOutageOfAtMost("6s"), "but it was out for 6.1 s");
        fails(() -> assertThat(STATE).recoveredWithin("1s"), "but it did after 1.2 s on kept connections");
        fails(() -> assertThat(STATE).recoveredWithin("100ms"), "but it did after 0.3 s");
        fails(() -> assertThat(STATE).hadLatencyOfAtMost("p99", "312ms"), "but it was 312.5 ms");
        fails(() -> assertThat(STATE).hadLatencyOfAtMost("p42", "1h"), "but there are only");
        fails(() -> assertThat(RESULT).steadyState("GET /moon"), "there was no steady state \"GET /moon\"");
    }

    private static void fails(ThrowingCallable check, String part) {
        assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessageContaining(part);
    }

    private static ExperimentResult result(Verdict verdict) {
        return new ExperimentResult(
                "experiment",
                verdict,
                verdict + ": as it is 100 %.",
                List.of(),
                List.of(STATE),
                List.of(),
                List.of(MOVED),
                List.of(
                        new AlarmResult("db", Optional.of(Duration.ofMillis(3_200)), "503"),
                        new AlarmResult("cdn", Optional.empty(), "200")),
                Optional.empty(),
                Optional.empty());
    }
}
