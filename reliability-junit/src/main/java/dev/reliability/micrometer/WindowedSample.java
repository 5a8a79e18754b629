package dev.reliability.micrometer;

import dev.reliability.spi.Observation;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Takes samples of a measure, each over the time since the newest of the earlier ones that is at least a window old. */
final class WindowedSample implements Callable<Observation> {

    private final Measure measure;
    private final Limit limit;
    private final Duration window;
    private final boolean noneIsGood;
    private final LongSupplier nanos;
    private final Deque<Moment> moments = new ArrayDeque<>();

    private record Moment(long nanos, List<Snapshot> snapshots) {}

    WindowedSample(Measure measure, Limit limit, Duration window, boolean noneIsGood, LongSupplier nanos) {
        this.measure = measure;
        this.limit = limit;
        this.window = window;
        this.noneIsGood = noneIsGood;
        this.nanos = nanos;
        moments.add(new Moment(
                nanos.getAsLong(),
                measure.counts().stream().map(Counts::readWhatIsThere).toList()));
    }

    @Override
    public synchronized Observation call() {
        String expected = measure.name() + " " + limit.words();
        try {
            List<Measure.Value> values = measure();
            Measure.Value shown =
                    values.stream().filter(value -> !good(value)).findFirst().orElse(values.get(0));
            return new Observation(good(shown), expected, shown.words());
        } catch (MeterNotFoundException e) {
            return new Observation(false, expected, "no meter: " + words(e));
        } catch (NotMeasuredException e) {
            return new Observation(false, expected, words(e));
        }
    }

    private boolean good(Measure.Value value) {
        return limit.allows(value.number()) && (!value.none() || noneIsGood);
    }

    private List<Measure.Value> measure() {
        Moment now = new Moment(
                nanos.getAsLong(), measure.counts().stream().map(Counts::read).toList());
        Moment begin = moments.getFirst();
        moments.add(now);
        while (moments.size() > 1 && now.nanos - second().nanos >= window.toNanos()) {
            moments.removeFirst();
            begin = moments.getFirst();
        }
        return measure.between(begin.snapshots, now.snapshots, Duration.ofNanos(now.nanos - begin.nanos));
    }

    private Moment second() {
        return moments.stream().skip(1).findFirst().orElseThrow();
    }

    private static String words(RuntimeException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
