package dev.reliability.aws.internal.signal;

import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * How soon an alarm of a metric can fire, by its settings.
 *
 * @param name the alarm
 * @param period how long each data point is
 * @param evaluated how many data points are looked at
 * @param breaching how many of them must breach
 * @param missing what missing data counts for
 * @param statusCheck whether it watches the status checks of instances, which publish nothing while one is stopped
 */
record AlarmFloor(String name, Duration period, int evaluated, int breaching, String missing, boolean statusCheck) {

    /** Until the data are there and evaluated. */
    private static final Duration LAG = Duration.ofSeconds(60);

    /** How many more points CloudWatch fetches than it needs. */
    private static final int FETCHED = 2;

    /** Reads the settings; empty where they do not tell, as with calculated metrics. */
    static Optional<AlarmFloor> of(MetricAlarm alarm) {
        Optional<Integer> period = Optional.ofNullable(alarm.period()).or(() -> alarm.metrics().stream()
                .flatMap(query -> Stream.of(
                                Optional.ofNullable(query.period()),
                                Optional.ofNullable(query.metricStat()).map(stat -> stat.period()))
                        .flatMap(Optional::stream))
                .min(Integer::compare));
        return period.map(seconds -> new AlarmFloor(
                alarm.alarmName(),
                Duration.ofSeconds(seconds),
                alarm.evaluationPeriods(),
                Optional.ofNullable(alarm.datapointsToAlarm()).orElse(alarm.evaluationPeriods()),
                Optional.ofNullable(alarm.treatMissingData()).orElse("missing"),
                "AWS/EC2".equals(alarm.namespace())
                        && String.valueOf(alarm.metricName()).startsWith("StatusCheckFailed")));
    }

    Floor after(List<FaultRequest> faults) {
        boolean stops = !faults.isEmpty()
                && faults.stream()
                        .allMatch(
                                fault -> fault.kind().equals(FaultKind.SHUTDOWN) && !fault.flag(FaultAttribute.REBOOT));
        if (statusCheck && stops) {
            return silence();
        }
        boolean reboots = faults.stream().anyMatch(fault -> fault.flag(FaultAttribute.REBOOT));
        return new Floor(
                period.multipliedBy(breaching - 1L),
                period.multipliedBy(breaching).plus(LAG),
                settings() + ": fewer or shorter periods make it faster"
                        + (statusCheck && reboots
                                ? "; a reboot may be over before a status check notices it, which would be no alarm"
                                : ""));
    }

    private Floor silence() {
        if (!missing.equals("breaching")) {
            return Floor.never("a stopped instance publishes no status checks, and alarm " + name
                    + " takes missing data for " + words() + ": set its TreatMissingData to breaching");
        }
        return new Floor(
                period.multipliedBy(breaching - 1L),
                period.multipliedBy((long) FETCHED + breaching).plus(LAG),
                settings() + ", and " + FETCHED + " more that are missing before they count: fewer or shorter periods"
                        + " make it faster");
    }

    private String words() {
        return switch (missing) {
            case "notBreaching" -> "good (notBreaching)";
            case "ignore" -> "no change (ignore)";
            default -> "insufficient data (missing)";
        };
    }

    private String settings() {
        return breaching + " of " + evaluated + " periods of " + period.toSeconds() + " s must breach";
    }
}
