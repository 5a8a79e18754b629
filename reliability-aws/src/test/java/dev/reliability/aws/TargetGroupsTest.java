package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Floor;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target group of a stand-in that speaks as Elastic Load Balancing does; nothing is behind it. */
class TargetGroupsTest extends OnStandIn {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, String> targets = new LinkedHashMap<>(Map.of("i-0b", "healthy", "i-0a", "healthy"));

    TargetGroupsTest() {
        super(StandIn.alone());
    }

    @BeforeEach
    void group() {
        standIn.on(
                "DescribeTargetGroups",
                call -> call.list("Names").contains("web")
                        ? StandIn.Answer.of(
                                "DescribeTargetGroups",
                                "<TargetGroups><member><TargetGroupArn>arn:web</TargetGroupArn><TargetGroupName>web</TargetGroupName>"
                                        + "<HealthCheckIntervalSeconds>10</HealthCheckIntervalSeconds><HealthCheckTimeoutSeconds>5"
                                        + "</HealthCheckTimeoutSeconds><UnhealthyThresholdCount>2</UnhealthyThresholdCount>"
                                        + "</member></TargetGroups>")
                        : StandIn.Answer.error(400, "TargetGroupNotFound", "One or more target groups not found"));
        standIn.on(
                "DescribeTargetHealth",
                call -> StandIn.Answer.of(
                        "DescribeTargetHealth",
                        "<TargetHealthDescriptions>"
                                + targets.entrySet().stream()
                                        .map(target -> "<member><Target><Id>" + target.getKey()
                                                + "</Id></Target><TargetHealth><State>" + target.getValue() + "</State>"
                                                + (target.getValue().equals("healthy")
                                                        ? ""
                                                        : "<Reason>Target.FailedHealthChecks</Reason>")
                                                + "</TargetHealth></member>")
                                        .collect(Collectors.joining())
                                + "</TargetHealthDescriptions>"));
    }

    private Signal signal() {
        return new AwsSignalProvider().signal("web", Address.parse("elb:web"), standIn.context(REGION));
    }

    private Alarm alarm() {
        return new AwsAlarmProvider().alarm("web", Address.parse("elb:web"), standIn.context(REGION));
    }

    @Test
    void tellsWhoGetsRequests() throws Exception {
        assertThat(signal().read(TIMEOUT).identities()).containsExactlyInAnyOrder("i-0a", "i-0b");
        assertThat(alarm().state(TIMEOUT).firing()).isFalse();
        targets.put("i-0b", "unhealthy");
        Signal.Reading reading = signal().read(TIMEOUT);
        assertThat(reading.identities()).containsExactly("i-0a");
        assertThat(reading.details()).containsEntry("i-0b", "unhealthy (Target.FailedHealthChecks)");
        assertThat(alarm().state(TIMEOUT))
                .isEqualTo(new Alarm.State(true, "i-0b is unhealthy (Target.FailedHealthChecks)"));
    }

    @Test
    void allGetRequestsWhereNoneIsHealthy() throws Exception {
        targets.replaceAll((id, state) -> "unhealthy");
        Signal.Reading reading = signal().read(TIMEOUT);
        assertThat(reading.identities()).containsExactlyInAnyOrder("i-0a", "i-0b");
        assertThat(reading.details()).containsEntry("fail open", "no target is healthy, so all get requests");
        targets.clear();
        assertThat(alarm().state(TIMEOUT)).isEqualTo(new Alarm.State(true, "the group has no target"));
    }

    @Test
    void knowsHowSoonATargetIsOut() {
        assertThat(alarm().floor(List.of())).map(Floor::likely).contains(Duration.ofSeconds(25));
    }

    @Test
    void refusesAGroupThatDoesNotExist() {
        assertThatThrownBy(
                        () -> new AwsSignalProvider().signal("x", Address.parse("elb:none"), standIn.context(REGION)))
                .isInstanceOf(PlanException.class)
                .hasMessage("there is no target group \"none\" in eu-west-1 of account 123456789012");
        assertThatThrownBy(() -> new AwsSignalProvider().signal("x", Address.parse("elb:a b"), standIn.context(REGION)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("is not a target group");
    }
}
