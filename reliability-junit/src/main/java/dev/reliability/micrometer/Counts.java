package dev.reliability.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.util.HashMap;
import java.util.Map;

/** Reads how often meters counted, since they were made. */
record Counts(RequiredSearch meters) {

    /**
     * Returns the count of each meter.
     *
     * @throws MeterNotFoundException if there is none
     * @throws NotMeasuredException if one does not count, counts by steps, or measures nothing
     */
    Snapshot read() {
        Map<Meter.Id, Double> counts = new HashMap<>();
        for (Meter meter : Measuring.found(meters)) {
            Measuring.refuseSteps(meter);
            counts.put(meter.getId(), count(meter));
        }
        return new Snapshot(counts);
    }

    /** Returns the count of each meter as far as there are any: many are only made when there is something to count. */
    Snapshot readWhatIsThere() {
        try {
            return read();
        } catch (MeterNotFoundException | NotMeasuredException e) {
            return new Snapshot(Map.of());
        }
    }

    private static double count(Meter meter) {
        if (meter instanceof Counter counter) {
            return counter.count();
        }
        if (meter instanceof Timer timer) {
            return timer.count();
        }
        if (meter instanceof DistributionSummary summary) {
            return summary.count();
        }
        if (meter instanceof FunctionCounter counter) {
            return counter.count();
        }
        if (meter instanceof FunctionTimer timer) {
            return timer.count();
        }
        throw new NotMeasuredException(meter.getId().getName() + " does not count, it is a "
                + meter.getId().getType() + ": use MeterProbe.gauge(…)");
    }
}
