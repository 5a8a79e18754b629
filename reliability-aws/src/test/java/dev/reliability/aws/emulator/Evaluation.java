package dev.reliability.aws.emulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Evaluates alarms of a stand-in by what their metrics really say, as CloudWatch does: so many of the last data points must breach, and
 * missing ones count as {@code TreatMissingData} says. A period is shorter than the settings claim; which data of the past are fetched in
 * order to replace missing ones, is not played.
 */
public final class Evaluation implements AutoCloseable {

    private static final int THREADS = 8;

    private final Alarms alarms;
    private final Duration period;
    private final Map<String, Deque<OptionalDouble>> points = new ConcurrentHashMap<>();
    private final Set<String> never = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "evaluation");
        thread.setDaemon(true);
        return thread;
    });

    /** Evaluates nothing yet; each data point takes so long. */
    public Evaluation(Alarms alarms, Duration period) {
        this.alarms = alarms;
        this.period = period;
    }

    /**
     * Evaluates an alarm from now on.
     *
     * @param metric the next data point; empty where none is published
     */
    public Evaluation of(String alarm, Supplier<OptionalDouble> metric) {
        points.put(alarm, new ArrayDeque<>());
        threads.scheduleWithFixedDelay(() -> next(alarm, metric.get()), 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Leaves an alarm as it is, whatever happens. */
    public void leave(String alarm) {
        never.add(alarm);
    }

    /** Takes {@link #leave} back. */
    public void leaveNone() {
        never.clear();
    }

    private void next(String alarm, OptionalDouble point) {
        int evaluated = Integer.parseInt(alarms.setting(alarm, "EvaluationPeriods", 1));
        Deque<OptionalDouble> last = points.get(alarm);
        last.addLast(point);
        while (last.size() > evaluated) {
            last.removeFirst();
        }
        if (!never.contains(alarm)) {
            state(alarm, last, evaluated)
                    .filter(state -> !state.equals(alarms.state(alarm)))
                    .ifPresent(state -> alarms.set(alarm, state));
        }
    }

    private Optional<String> state(String alarm, Deque<OptionalDouble> last, int evaluated) {
        String missing = alarms.setting(alarm, "TreatMissingData", "missing");
        long needed = Long.parseLong(alarms.setting(alarm, "DatapointsToAlarm", evaluated));
        long bad = last.stream()
                .filter(point -> point.isPresent() ? breaches(alarm, point.getAsDouble()) : missing.equals("breaching"))
                .count();
        if (bad >= needed) {
            return Optional.of("ALARM");
        }
        if (last.stream().noneMatch(OptionalDouble::isPresent)) {
            return switch (missing) {
                case "missing" -> Optional.of("INSUFFICIENT_DATA");
                case "ignore" -> Optional.empty();
                default -> Optional.of("OK");
            };
        }
        return Optional.of("OK");
    }

    private boolean breaches(String alarm, double value) {
        double threshold = Double.parseDouble(alarms.setting(alarm, "Threshold", 1.0));
        String comparison = alarms.setting(alarm, "ComparisonOperator", "LessThanThreshold");
        return switch (comparison) {
            case "LessThanThreshold" -> value < threshold;
            case "GreaterThanOrEqualToThreshold" -> value >= threshold;
            default -> throw new IllegalStateException(comparison + " is not evaluated here");
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
