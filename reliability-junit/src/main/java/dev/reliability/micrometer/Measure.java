package dev.reliability.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is made of the counts at two moments. */
sealed interface Measure {

    /** What messages call it. */
    String name();

    /** What is counted; nothing for what is only looked at. */
    List<Counts> counts();

    /**
     * Returns the values between two moments, each of which must be good.
     *
     * @throws NotMeasuredException if there are none
     */
    List<Value> between(List<Snapshot> earlier, List<Snapshot> now, Duration window);

    /** Tells whether a limit is a number that the measure can have. */
    default boolean canBe(double limit) {
        return Double.isFinite(limit) && limit >= 0;
    }

    /**
     * One value.
     *
     * @param number the value
     * @param none whether nothing was counted
     * @param words what messages say
     */
    record Value(double number, boolean none, String words) {}

    private static String times(double count) {
        return Numbers.words(count);
    }

    private static String window(Duration window) {
        return " in " + Numbers.words(window.toMillis() / 1000.0) + " s";
    }

    /** The share of some of the counted. */
    record Ratio(String name, Counts counted, Predicate<Meter.Id> part, Predicate<Meter.Id> known) implements Measure {

        @Override
        public List<Counts> counts() {
            return List.of(counted);
        }

        @Override
        public List<Value> between(List<Snapshot> earlier, List<Snapshot> now, Duration window) {
            Snapshot then = earlier.get(0);
            Snapshot today = now.get(0);
            if (today.since(then, known.negate()) > 0) {
                throw new NotMeasuredException(
                        today.name() + " has no tag that tells errors apart: say which by errors(TAG, VALUE…)");
            }
            double all = today.since(then, id -> true);
            if (all == 0) {
                throw new NotMeasuredException(today.name() + " counted nothing" + window(window));
            }
            double some = today.since(then, part);
            return List.of(new Value(
                    some / all,
                    false,
                    Numbers.words(some / all) + " (" + times(some) + " of " + times(all) + window(window) + ")"));
        }
    }

    /** One count by another. */
    record Quotient(Counts part, Counts whole) implements Measure {

        @Override
        public String name() {
            return "ratio";
        }

        @Override
        public List<Counts> counts() {
            return List.of(part, whole);
        }

        @Override
        public List<Value> between(List<Snapshot> earlier, List<Snapshot> now, Duration window) {
            double some = now.get(0).since(earlier.get(0), id -> true);
            double all = now.get(1).since(earlier.get(1), id -> true);
            if (all == 0) {
                throw new NotMeasuredException(now.get(1).name() + " counted nothing" + window(window));
            }
            return List.of(new Value(
                    some / all,
                    false,
                    Numbers.words(some / all) + " (" + times(some) + " "
                            + now.get(0).name() + " for " + times(all) + " "
                            + now.get(1).name() + window(window) + ")"));
        }
    }

    /** A count by time. */
    record Rate(Counts counted) implements Measure {

        @Override
        public String name() {
            return "rate";
        }

        @Override
        public List<Counts> counts() {
            return List.of(counted);
        }

        @Override
        public List<Value> between(List<Snapshot> earlier, List<Snapshot> now, Duration window) {
            double count = now.get(0).since(earlier.get(0), id -> true);
            double rate = count / (window.toNanos() / 1e9);
            return List.of(new Value(
                    rate,
                    count == 0,
                    Numbers.words(rate) + "/s (" + times(count) + " "
                            + now.get(0).name() + window(window) + ")"));
        }
    }

    /** What a gauge shows. */
    record Level(RequiredSearch meters) implements Measure {

        @Override
        public String name() {
            return "gauge";
        }

        @Override
        public boolean canBe(double limit) {
            return Double.isFinite(limit);
        }

        @Override
        public List<Counts> counts() {
            return List.of();
        }

        @Override
        public List<Value> between(List<Snapshot> earlier, List<Snapshot> now, Duration window) {
            List<Value> values = new ArrayList<>();
            for (Meter meter : Measuring.found(meters)) {
                double level = level(meter);
                if (Double.isNaN(level)) {
                    throw new NotMeasuredException(meter.getId().getName() + " has no value");
                }
                values.add(new Value(
                        level, false, Numbers.words(level) + " " + meter.getId().getName()));
            }
            return values;
        }

        private static double level(Meter meter) {
            if (meter instanceof Gauge gauge) {
                return gauge.value();
            }
            if (meter instanceof LongTaskTimer tasks) {
                return tasks.activeTasks();
            }
            throw new NotMeasuredException(meter.getId().getName() + " is no gauge, it is a "
                    + meter.getId().getType() + ": use rate, ratio or errorRatio");
        }
    }
}
