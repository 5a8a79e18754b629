package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Floor;
import dev.reliability.spi.PlanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.route53.model.CloudWatchAlarmConfiguration;
import software.amazon.awssdk.services.route53.model.HealthCheck;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.NoSuchHealthCheckException;

/** Health checks of Route 53: what is wrong with one, and how soon it can fail. */
final class HealthChecks {

    private static final int USUAL_THRESHOLD = 3;
    private static final int USUAL_INTERVAL = 30;

    /** How long a checker waits for an answer before it counts as none. */
    private static final Duration ANSWER = Duration.ofSeconds(4);

    private static final Duration CONNECTION = Duration.ofSeconds(10);

    /** Until checkers agree and name servers answer so. */
    private static final Duration SPREAD = Duration.ofSeconds(15);

    private static final Duration ONE = Duration.ofSeconds(1);
    private static final Duration ALARM_LAG = Duration.ofSeconds(60);

    private HealthChecks() {}

    static HealthCheck find(Aws aws, String id) {
        try {
            return aws.route53()
                    .getHealthCheck(request -> request.healthCheckId(id))
                    .healthCheck();
        } catch (NoSuchHealthCheckException e) {
            throw new PlanException(
                    "there is no health check " + id + " in account "
                            + aws.identity().account(),
                    e);
        }
    }

    /** Returns why a health check can fail over nothing, or cannot be watched; a sentence each. */
    static List<String> problems(Aws aws, HealthCheck check) {
        HealthCheckConfig config = check.healthCheckConfig();
        String what = "health check " + check.id();
        List<String> problems = new ArrayList<>();
        if (Boolean.TRUE.equals(config.disabled())) {
            problems.add(what + " is disabled, so Route 53 takes it for healthy whatever happens: enable it");
        }
        if (Boolean.TRUE.equals(config.inverted())) {
            problems.add(what + " is inverted, and its checkers do not tell that: watch the name with dns:NAME");
        }
        if (config.type() == HealthCheckType.CALCULATED || config.type() == HealthCheckType.RECOVERY_CONTROL) {
            problems.add(what + " is of type " + config.typeAsString()
                    + ", whose status cannot be asked for: watch the name with dns:NAME");
        }
        if (config.type() == HealthCheckType.CLOUDWATCH_METRIC) {
            problems.addAll(outdated(aws, check));
        }
        return problems;
    }

    /** Route 53 looks at the data of an alarm by a copy of its settings, which stays as it was when the alarm is edited. */
    private static List<String> outdated(Aws aws, HealthCheck check) {
        CloudWatchAlarmConfiguration copy = check.cloudWatchAlarmConfiguration();
        if (copy == null || check.healthCheckConfig().alarmIdentifier() == null) {
            return List.of();
        }
        String name = check.healthCheckConfig().alarmIdentifier().name();
        String region = check.healthCheckConfig().alarmIdentifier().regionAsString();
        Access there = aws.access().in(region);
        Optional<MetricAlarm> alarm =
                Aws.of(there).cloudWatch().describeAlarms(request -> request.alarmNames(name)).metricAlarms().stream()
                        .findFirst();
        if (alarm.isEmpty()) {
            return List.of("health check " + check.id() + " follows alarm " + name + " in " + region
                    + ", which does not exist");
        }
        List<String> differences = differences(copy, alarm.get());
        return differences.isEmpty()
                ? List.of()
                : List.of("health check " + check.id() + " still has older settings of alarm " + name + " ("
                        + String.join(", ", differences) + "): set the alarm again with: aws route53"
                        + " update-health-check --health-check-id " + check.id() + " --alarm-identifier Region="
                        + region + ",Name='" + name + "'");
    }

    private static List<String> differences(CloudWatchAlarmConfiguration copy, MetricAlarm alarm) {
        List<String> all = new ArrayList<>();
        compare(all, "period", copy.period(), alarm.period());
        compare(all, "evaluation periods", copy.evaluationPeriods(), alarm.evaluationPeriods());
        compare(all, "threshold", copy.threshold(), alarm.threshold());
        compare(all, "comparison", copy.comparisonOperatorAsString(), alarm.comparisonOperatorAsString());
        compare(
                all,
                "metric",
                copy.namespace() + " " + copy.metricName(),
                alarm.namespace() + " " + alarm.metricName());
        compare(all, "statistic", copy.statisticAsString(), alarm.statisticAsString());
        compare(
                all,
                "dimensions",
                new HashSet<>(copy.dimensions().stream()
                        .map(one -> one.name() + "=" + one.value())
                        .toList()),
                new HashSet<>(alarm.dimensions().stream()
                        .map(one -> one.name() + "=" + one.value())
                        .toList()));
        return all;
    }

    private static void compare(List<String> all, String what, Object copy, Object alarm) {
        if (!String.valueOf(copy).equals(String.valueOf(alarm))) {
            all.add(what + " " + copy + " instead of " + alarm);
        }
    }

    static Floor floor(HealthCheck check, OptionalLong ttl) {
        HealthCheckConfig config = check.healthCheckConfig();
        String kept = ttl.isPresent()
                ? "; clients keep an answer for up to " + ttl.getAsLong() + " s more, the TTL of the record"
                : "";
        CloudWatchAlarmConfiguration copy = check.cloudWatchAlarmConfiguration();
        if (config.type() == HealthCheckType.CLOUDWATCH_METRIC && copy != null) {
            Duration period = Duration.ofSeconds(copy.period());
            return new Floor(
                    period.multipliedBy(copy.evaluationPeriods() - 1L),
                    period.multipliedBy(copy.evaluationPeriods())
                            .plus(ALARM_LAG)
                            .plus(SPREAD),
                    copy.evaluationPeriods() + " periods of " + copy.period()
                            + " s of its alarm must breach, whatever state is set by hand: fewer or shorter periods"
                            + " make it faster" + kept);
        }
        int threshold = Optional.ofNullable(config.failureThreshold()).orElse(USUAL_THRESHOLD);
        Duration interval =
                Duration.ofSeconds(Optional.ofNullable(config.requestInterval()).orElse(USUAL_INTERVAL));
        Duration answer = config.type() == HealthCheckType.TCP ? CONNECTION : ANSWER;
        return new Floor(
                // an interval begins with the answer before it, so the last check comes a little later still
                interval.multipliedBy(threshold - 1L).plus(ONE),
                interval.plus(answer).multipliedBy(threshold).plus(SPREAD),
                threshold + " checks in a row must fail, one every " + interval.toSeconds() + " s: a lower"
                        + " FailureThreshold or a RequestInterval of 10 makes it faster" + kept);
    }
}
