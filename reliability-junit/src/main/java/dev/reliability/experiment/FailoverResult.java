package dev.reliability.experiment;

import java.time.Duration;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * When a signal moved, counted from the proven bite of the fault. The move happened after {@code lastOld} and not later than
 * {@code firstNew}: the difference is the error of the measurement.
 *
 * @param name name of the expectation
 * @param lastOld when the old side was named for the last time
 * @param firstNew when the first of the sustained answers that name the new side was seen
 * @param details what else the signal told, such as the TTL
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FailoverResult(String name, Duration lastOld, Duration firstNew, Map<String, Object> details) {

    /** Copies the details. */
    public FailoverResult {
        details = Map.copyOf(details);
    }

    /** Returns the width of the interval in which the move happened. */
    public Duration error() {
        return firstNew.minus(lastOld);
    }
}
