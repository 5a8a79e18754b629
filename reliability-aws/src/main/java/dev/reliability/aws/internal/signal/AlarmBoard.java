package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Aws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * Asks for all alarms that are watched in one account and region by one call, since few are allowed. An answer serves everybody who asks
 * within half a second of it. Thread-safe.
 */
final class AlarmBoard implements AutoCloseable {

    private static final long FRESH = 500_000_000;
    private static final int BATCH = 100;

    private final Aws aws;
    private final LongSupplier nanos;
    private final Map<String, Integer> watched = new HashMap<>();
    private final Map<String, Read> answers = new HashMap<>();

    /** One answer: an alarm of a metric, one made of others, or none. */
    record Read(Optional<MetricAlarm> metric, Optional<CompositeAlarm> composite, long at) {

        boolean missing() {
            return metric.isEmpty() && composite.isEmpty();
        }
    }

    /**
     * @param nanos tells nanoseconds since some moment
     */
    AlarmBoard(Aws aws, LongSupplier nanos) {
        this.aws = aws;
        this.nanos = nanos;
    }

    synchronized void watch(String name) {
        watched.merge(name, 1, Integer::sum);
    }

    synchronized void forget(String name) {
        watched.computeIfPresent(name, (unused, number) -> number == 1 ? null : number - 1);
        answers.remove(name);
    }

    synchronized Read read(String name) {
        Read known = answers.get(name);
        if (known == null || nanos.getAsLong() - known.at >= FRESH) {
            ask(name);
            known = answers.get(name);
        }
        return known;
    }

    private void ask(String name) {
        Set<String> names = new TreeSet<>(watched.keySet());
        names.add(name);
        List<String> all = new ArrayList<>(names);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
            long at = nanos.getAsLong();
            DescribeAlarmsResponse answer = aws.cloudWatch()
                    .describeAlarms(DescribeAlarmsRequest.builder()
                            .alarmNames(batch)
                            // without types only alarms of metrics are told
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                            .maxRecords(BATCH)
                            .build());
            batch.forEach(one -> answers.put(one, new Read(Optional.empty(), Optional.empty(), at)));
            answer.metricAlarms()
                    .forEach(alarm ->
                            answers.put(alarm.alarmName(), new Read(Optional.of(alarm), Optional.empty(), at)));
            answer.compositeAlarms()
                    .forEach(alarm ->
                            answers.put(alarm.alarmName(), new Read(Optional.empty(), Optional.of(alarm), at)));
        }
    }

    @Override
    public void close() {
        // the clients are closed by whoever opened them
    }
}
