package dev.reliability.experiment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Whether an expected alarm fired.
 *
 * @param name name of the expectation
 * @param firedAfter when it fired, counted from the proven bite, at the latest: as the alarm tells, or when it was first seen in
 *     alarm; empty if it did not
 * @param lastState what was seen last
 * @param error how much earlier it may have fired
 * @param details what the alarm told of its way there, and how soon it could have fired at best
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record AlarmResult(
        String name, Optional<Duration> firedAfter, String lastState, Duration error, Map<String, Object> details) {

    /** Copies the details. */
    public AlarmResult {
        details = Map.copyOf(details);
    }

    /** Whether an alarm fired that is dated exactly. */
    public AlarmResult(String name, Optional<Duration> firedAfter, String lastState) {
        this(name, firedAfter, lastState, Duration.ZERO, Map.of());
    }
}
