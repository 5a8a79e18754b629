package dev.reliability.internal.runner;

import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When something happened, on the clock of the run. Who tells when knows it better than we, who only ask now and then; but
 * nothing that is seen can have happened later.
 */
record Dated(long earliest, long latest) {

    /**
     * Dates something.
     *
     * @param since what is told of it, if anything
     * @param notBefore when it had not happened yet, as far as was seen
     * @param seen when it was seen
     */
    static Dated of(Optional<Moment> since, long notBefore, long seen, Ticker ticker) {
        if (since.isEmpty()) {
            return new Dated(notBefore, seen);
        }
        long latest = Math.min(seen, nanos(since.get().latest(), ticker));
        return new Dated(Math.min(latest, nanos(since.get().earliest(), ticker)), latest);
    }

    private static long nanos(Instant at, Ticker ticker) {
        return ticker.nanos() - Duration.between(at, ticker.now()).toNanos();
    }

    static Instant instant(long nanos, Ticker ticker) {
        return ticker.now().minusNanos(ticker.nanos() - nanos);
    }

    /** What is written down of the way to something, and of how soon it could have happened at best. */
    static Map<String, Object> details(List<Step> steps, Optional<Floor> floor) {
        Map<String, Object> details = new LinkedHashMap<>();
        floor.ifPresent(found -> {
            details.put("floor", Measurements.seconds(found.least()));
            details.put("floor-likely", Measurements.seconds(found.likely()));
            details.put("floor-why", found.why());
        });
        if (!steps.isEmpty()) {
            details.put("steps", steps.stream().map(Dated::step).toList());
        }
        return details;
    }

    private static Map<String, Object> step(Step step) {
        return Map.of(
                "phase",
                step.phase(),
                "at",
                RunJournal.text(step.at().at()),
                "error",
                Measurements.seconds(step.at().error()),
                "what",
                step.what());
    }
}
