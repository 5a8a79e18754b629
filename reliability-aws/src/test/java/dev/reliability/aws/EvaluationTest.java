package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.Alarms;
import dev.reliability.aws.emulator.Evaluation;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alarms of the cloud in a box follow their metrics by the rules of CloudWatch, so that the tests on it mean something. */
class EvaluationTest extends OnStandIn {

    private final Alarms alarms = new Alarms(standIn);
    private final Evaluation evaluation = new Evaluation(alarms, Duration.ofMillis(10));
    private final AtomicReference<OptionalDouble> point = new AtomicReference<>(OptionalDouble.of(1));
    private final AtomicInteger asked = new AtomicInteger();

    EvaluationTest() {
        super(StandIn.alone());
    }

    @AfterEach
    void end() {
        evaluation.close();
    }

    private void evaluate() {
        evaluation.of("db-failed", () -> {
            asked.incrementAndGet();
            return point.get();
        });
    }

    private void awaitPoints(int more) {
        int until = asked.get() + more;
        await().until(() -> asked.get() >= until);
    }

    @Test
    void firesWhileItsMetricBreaches() {
        alarms.add("db-failed");
        evaluate();
        awaitPoints(3);
        assertThat(alarms.state("db-failed")).isEqualTo("OK");
        point.set(OptionalDouble.of(0));
        await().until(() -> alarms.state("db-failed").equals("ALARM"));
        point.set(OptionalDouble.of(1));
        await().until(() -> alarms.state("db-failed").equals("OK"));
    }

    @ParameterizedTest
    @CsvSource({"breaching, ALARM", "notBreaching, OK", "missing, INSUFFICIENT_DATA", "ignore, OK"})
    void silenceCountsAsTheAlarmSays(String treatment, String state) {
        alarms.add("db-failed", "TreatMissingData", treatment);
        point.set(OptionalDouble.empty());
        evaluate();
        awaitPoints(5);
        await().untilAsserted(() -> assertThat(alarms.state("db-failed")).isEqualTo(state));
        awaitPoints(5);
        assertThat(alarms.state("db-failed")).isEqualTo(state);
    }

    @Test
    void asManyPointsMustBreachAsTheAlarmSays() {
        alarms.add("db-failed", "EvaluationPeriods", 1_000_000, "DatapointsToAlarm", 1_000);
        point.set(OptionalDouble.of(0));
        evaluate();
        awaitPoints(5);
        assertThat(alarms.state("db-failed")).isEqualTo("OK");
        alarms.change("db-failed", "DatapointsToAlarm", 5);
        await().until(() -> alarms.state("db-failed").equals("ALARM"));
    }

    @Test
    void oneThatIsNotEvaluatedStays() {
        alarms.add("db-failed");
        evaluation.leave("db-failed");
        point.set(OptionalDouble.of(0));
        evaluate();
        awaitPoints(5);
        assertThat(alarms.state("db-failed")).isEqualTo("OK");
        evaluation.leaveNone();
        await().until(() -> alarms.state("db-failed").equals("ALARM"));
    }
}
