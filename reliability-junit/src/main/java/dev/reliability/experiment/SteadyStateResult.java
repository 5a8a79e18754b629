package dev.reliability.experiment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What was measured of a steady state from the proven bite to the begin of the revert.
 *
 * @param name its name
 * @param samples completed samples
 * @param failed how many of them failed
 * @param longestOutage longest contiguous failure, from the first failed to the first sustained good sample's intended time
 * @param outageBegan when the longest outage began, counted from the proven bite; empty without a failed sample
 * @param recoveredAfter how long after the revert it held again; empty if it did not, or was not asked for
 * @param pooledRecoveredAfter the same over kept connections; empty where that makes no difference
 * @param latency milliseconds from the intended time of a sample to its end, by percentile name: {@code p50}, {@code p95},
 *     {@code p99}, {@code max}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record SteadyStateResult(
        String name,
        int samples,
        int failed,
        Duration longestOutage,
        Optional<Duration> outageBegan,
        Optional<Duration> recoveredAfter,
        Optional<Duration> pooledRecoveredAfter,
        Map<String, Double> latency) {

    /** Copies the percentiles. */
    public SteadyStateResult {
        latency = Map.copyOf(latency);
    }
}
