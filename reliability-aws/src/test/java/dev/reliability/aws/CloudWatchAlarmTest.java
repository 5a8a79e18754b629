package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.Alarms;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.Reports;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Moment;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms of a stand-in that speaks as CloudWatch does; no metric is behind them. */
class CloudWatchAlarmTest extends OnStandIn {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    CloudWatchAlarmTest() {
        super(StandIn.alone());
    }

    private Alarm alarm(String address) {
        return new AwsAlarmProvider().alarm("alarm", Address.parse(address), standIn.context("eu-west-1"));
    }

    @Test
    void tellsStateAndSinceWhen() throws Exception {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        Alarm alarm = alarm("cloudwatch:db-failed");
        assertThat(alarm.state(TIMEOUT).firing()).isFalse();
        Instant before = Instant.now();
        alarms.set("db-failed", "ALARM");
        Instant after = Instant.now();
        Alarm.State state = fresh(alarm, "ALARM");
        assertThat(state.firing()).isTrue();
        assertThat(state.detail()).isEqualTo("ALARM");
        assertThat(state.since()).hasValueSatisfying(since -> {
            assertThat(since.earliest()).isBeforeOrEqualTo(after);
            assertThat(since.latest()).isAfterOrEqualTo(before);
            assertThat(since.error()).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void doesNotTakeANewEvaluationForANewState() throws Exception {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        alarms.set("db-failed", "ALARM");
        Alarm alarm = alarm("cloudwatch:db-failed");
        Moment first = alarm.state(TIMEOUT).since().orElseThrow();
        alarms.evaluation("db-failed", "");
        Moment second = fresh(alarm, "ALARM").since().orElseThrow();
        assertThat(Duration.between(first.latest(), second.latest())).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void takesTheTimeOfTheUpdateWhereNoOtherIsTold() throws Exception {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        alarms.set("db-failed", "ALARM");
        alarms.hideTransition("db-failed");
        assertThat(alarm("cloudwatch:db-failed").state(TIMEOUT).since()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"PARTIAL_DATA", "EVALUATION_ERROR", "EVALUATION_FAILURE"})
    void doesNotTrustWhatIsNotProperlyEvaluated(String evaluation) {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        alarms.evaluation("db-failed", evaluation);
        Alarm alarm = alarm("cloudwatch:db-failed");
        assertThatThrownBy(() -> alarm.state(TIMEOUT))
                .hasMessage("alarm db-failed is OK but not properly evaluated (" + evaluation + ")");
    }

    @Test
    void anAlarmThatDoesNotExistIsAProblemOfThePlan() {
        new Alarms(standIn).add("db-failed");
        assertThatThrownBy(() -> alarm("cloudwatch:db-fialed"))
                .isInstanceOf(PlanException.class)
                .hasMessage("there is no alarm \"db-fialed\" in eu-west-1 of account 123456789012");
        assertThatThrownBy(() -> alarm("cloudwatch:arn:aws:sns:eu-west-1:123456789012:topic"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("is not an alarm of CloudWatch");
    }

    @Test
    void asksInTheRegionOfAnArn() throws Exception {
        new Alarms(standIn).add("us-only");
        Alarm alarm = alarm("cloudwatch:arn:aws:cloudwatch:us-east-1:123456789012:alarm:us-only");
        assertThat(alarm.state(TIMEOUT).firing()).isFalse();
        assertThat(alarm.rights().stream().map(Right::on))
                .contains("arn:aws:cloudwatch:us-east-1:123456789012:alarm:us-only");
    }

    @Test
    void anAlarmThatIsMadeOfOthersIsOneToo() throws Exception {
        Alarms alarms = new Alarms(standIn).addComposite("all");
        Alarm alarm = alarm("cloudwatch:all");
        alarms.set("all", "ALARM");
        assertThat(fresh(alarm, "ALARM").firing()).isTrue();
        assertThat(alarm.floor(List.of())).isEmpty();
    }

    @Test
    void tellsItsWayIntoAlarmFromItsHistoryPageByPage() throws Exception {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        alarms.pages(1);
        Alarm alarm = alarm("cloudwatch:db-failed");
        Instant bite = Instant.now().minusSeconds(1);
        alarms.set("db-failed", "ALARM");
        alarms.set("db-failed", "OK");
        List<Step> steps = alarm.history(bite);
        assertThat(steps).extracting(Step::phase).containsExactly("detect", "decide", "publish");
        assertThat(steps)
                .extracting(Step::what)
                .containsExactly(
                        "data [0.0] against the threshold 1.0",
                        "alarm db-failed was evaluated: Threshold Crossed",
                        "alarm db-failed went to ALARM");
    }

    @Test
    void tellsWhatItKnowsWhereThereIsNoHistory() throws Exception {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        standIn.on("DescribeAlarmHistory", call -> StandIn.Answer.error(501, "NotImplemented", "no history"));
        alarms.set("db-failed", "ALARM");
        assertThat(alarm("cloudwatch:db-failed").history(Instant.now()))
                .singleElement()
                .satisfies(step ->
                        assertThat(step.what()).isEqualTo("alarm db-failed is ALARM since then: Threshold Crossed"));
    }

    @Test
    void aClockThatIsAheadIsTakenIntoAccount() throws Exception {
        // the stand-in's own dates are ours, so an alarm whose clock is ahead lies in the future by as much
        Alarms alarms = new Alarms(standIn, Duration.ofSeconds(90)).add("db-failed");
        alarms.set("db-failed", "ALARM");
        Moment since = alarm("cloudwatch:db-failed").state(TIMEOUT).since().orElseThrow();
        assertThat(since.latest()).isAfter(Instant.now().plusSeconds(80));
    }

    private FaultRequest fault(String kind, boolean reboot) {
        return new FaultRequest(
                kind,
                "attack",
                Optional.empty(),
                Duration.ZERO,
                Duration.ofMinutes(15),
                reboot ? Map.of("reboot", true) : Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "60, 1, , missing, blackhole, false, 0, 120",
        "60, 3, , missing, blackhole, false, 120, 240",
        "60, 5, 2, missing, blackhole, false, 60, 180",
        "10, 3, 3, notBreaching, blackhole, false, 20, 90",
        "60, 3, , breaching, shutdown, false, 120, 360",
        "60, 3, , notBreaching, shutdown, true, 120, 240"
    })
    void knowsHowSoonItCanFire(
            int period,
            int evaluated,
            Integer breaching,
            String missing,
            String kind,
            boolean reboot,
            int least,
            int likely) {
        Alarms alarms = new Alarms(standIn);
        alarms.add(
                "checks",
                "Period",
                period,
                "EvaluationPeriods",
                evaluated,
                "TreatMissingData",
                missing,
                "DatapointsToAlarm",
                breaching == null ? evaluated : breaching,
                "Namespace",
                "AWS/EC2",
                "MetricName",
                "StatusCheckFailed");
        Floor floor =
                alarm("cloudwatch:checks").floor(List.of(fault(kind, reboot))).orElseThrow();
        assertThat(floor.least()).isEqualTo(Duration.ofSeconds(least));
        assertThat(floor.likely()).isEqualTo(Duration.ofSeconds(likely));
        assertThat(floor.why().contains("a reboot may be over before")).isEqualTo(reboot);
    }

    @ParameterizedTest
    @CsvSource({"missing", "ignore", "notBreaching"})
    void isRefusedWhereItWouldHideTheOutage(String missing) {
        new Alarms(standIn)
                .add(
                        "checks",
                        "TreatMissingData",
                        missing,
                        "Namespace",
                        "AWS/EC2",
                        "MetricName",
                        "StatusCheckFailed_Instance");
        Floor floor = alarm("cloudwatch:checks")
                .floor(List.of(fault(FaultKind.SHUTDOWN, false)))
                .orElseThrow();
        assertThat(floor.never()).isTrue();
        assertThat(floor.why())
                .startsWith("a stopped instance publishes no status checks, and alarm checks takes missing data for ")
                .endsWith(": set its TreatMissingData to breaching");
    }

    @Test
    void provesATestByTheAlarmThatFires() {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        ExperimentResult result = experiment()
                .expect(AlarmSpec.of("cloudwatch:db-failed", "3m"))
                .evaluate(() -> alarms.set("db-failed", "ALARM"));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.firedAfter()).isPresent();
            assertThat(alarm.error()).isLessThan(Duration.ofSeconds(2));
            assertThat(alarm.details()).containsKey("floor").containsKey("steps");
        });
        assertThat(Reports.errorsIn(result, "alarms"))
                .as("the report says how exactly it is known: to a poll at most")
                .singleElement()
                .satisfies(error -> assertThat(error).isBetween(0.0, 2.0));
    }

    @Test
    void isInconclusiveWhereItWasInAlarmBefore() {
        Alarms alarms = new Alarms(standIn).add("db-failed");
        alarms.set("db-failed", "ALARM");
        ExperimentResult result = experiment()
                .property("reliability.baseline", "1s")
                .expect(AlarmSpec.of("cloudwatch:db-failed", "3m"))
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("was in alarm before the test (ALARM)");
    }

    @Test
    void refusesATestThatAllowsTooLittleTimeAndNamesTheSetting() {
        new Alarms(standIn).add("db-failed", "EvaluationPeriods", 3);
        assertThatThrownBy(() -> experiment()
                        .expect(AlarmSpec.of("cloudwatch:db-failed", "90s"))
                        .evaluate(() -> {}))
                .hasMessageContaining(
                        "alarm cloudwatch:db-failed cannot happen before 120 s (3 of 3 periods of 60 s must breach:"
                                + " fewer or shorter periods make it faster), so within = 90 s cannot be met: allow more");
    }

    /** Reads until what is read is newer than what is shared. */
    private static Alarm.State fresh(Alarm alarm, String detail) {
        return org.awaitility.Awaitility.await()
                .until(() -> alarm.state(TIMEOUT), state -> state.detail().equals(detail));
    }
}
