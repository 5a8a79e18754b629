package dev.reliability.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.Map;
import java.util.function.Predicate;

/** What was counted up to a moment, by the meters of one search. */
record Snapshot(Map<Meter.Id, Double> counts) {

    /**
     * Returns how much was counted since an earlier moment, by those that are wanted. A meter that was not there then had counted
     * nothing.
     *
     * @throws NotMeasuredException if a count went down, or what had counted is gone, and what it counted last with it
     */
    double since(Snapshot earlier, Predicate<Meter.Id> wanted) {
        for (Meter.Id then : earlier.counts.keySet()) {
            if (wanted.test(then) && !counts.containsKey(then)) {
                throw new NotMeasuredException(
                        "a meter of " + then.getName() + " was removed: what it counted last is not known");
            }
        }
        double sum = 0;
        for (Map.Entry<Meter.Id, Double> meter : counts.entrySet()) {
            if (!wanted.test(meter.getKey())) {
                continue;
            }
            double more = meter.getValue() - earlier.counts.getOrDefault(meter.getKey(), 0.0);
            if (more < 0) {
                throw new NotMeasuredException("the count of " + meter.getKey().getName()
                        + " went down: the meter was made anew, or its registry counts by steps");
            }
            sum += more;
        }
        return sum;
    }

    String name() {
        return counts.keySet().stream()
                .map(Meter.Id::getName)
                .sorted()
                .findFirst()
                .orElse("?");
    }
}
