package dev.reliability.experiment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * When a signal moved, counted from the proven bite of the fault. The move happened after {@code lastOld} and not later than
 * {@code firstNew}: the difference is the error of the measurement.
 *
 * <pre>{@code
 * FailoverResult moved = failover.await();
 * moved.firstNew();  // 5.3 s: not later than this
 * moved.error();     // 0.1 s: and not earlier than that much before
 * }</pre>
 *
 * @param name name of the expectation
 * @param lastOld when the old side was asked for and named for the last time, or the earliest that the signal tells; negative if
 *     only before the bite was proven
 * @param firstNew when the first of the sustained answers that name the new side alone was seen, or the latest that the signal tells
 * @param failedBack the way back, counted from the end of the revert; empty if it did not happen or was not asked for
 * @param details what else the signal told, such as the TTL and the steps of the way there, and how soon it could have happened at best
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FailoverResult(
        String name, Duration lastOld, Duration firstNew, Optional<WayBack> failedBack, Map<String, Object> details) {

    /**
     * When a signal moved back, counted from the end of the revert.
     *
     * @param lastNew when the new side was asked for and named for the last time; negative if only before the revert ended
     * @param firstOld when the first of the sustained answers that name the old side alone was seen
     */
    @API(status = Status.EXPERIMENTAL, since = "0.1")
    public record WayBack(Duration lastNew, Duration firstOld) {}

    /** Copies the details. */
    public FailoverResult {
        details = Map.copyOf(details);
    }

    /** Returns the width of the interval in which the move happened. */
    public Duration error() {
        return firstNew.minus(lastOld);
    }
}
