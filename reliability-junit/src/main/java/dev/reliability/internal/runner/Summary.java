package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.internal.time.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says in a few lines how long it took until the failure was seen, traffic moved, and users were served again. */
final class Summary {

    private Summary() {}

    static List<String> of(ExperimentResult result) {
        return Stream.concat(
                        result.failovers().stream().map(failover -> failover(failover, result)),
                        result.failovers().isEmpty()
                                ? Stream.empty()
                                : result.steadyStates().stream().map(Summary::users))
                .toList();
    }

    private static String failover(FailoverResult failover, ExperimentResult result) {
        String detected = result.detectedAfter()
                .map(after -> "detected after " + Durations.measured(after) + ", ")
                .orElse("");
        String back = failover.failedBack()
                .map(way -> ", back after " + Durations.measured(way.firstOld()))
                .orElse("");
        return failover.name() + ": " + detected + "failed over after " + Durations.measured(failover.firstNew())
                + " (known to " + Durations.limit(failover.error()) + ")" + back;
    }

    private static String users(SteadyStateResult state) {
        List<String> parts = new ArrayList<>();
        parts.add("longest outage " + Durations.measured(state.longestOutage()));
        parts.add(state.failed() + " of " + state.samples() + " samples failed");
        state.recoveredAfter()
                .ifPresent(after ->
                        parts.add("recovered " + Durations.measured(after) + " after the revert on new connections"));
        state.pooledRecoveredAfter().ifPresent(after -> parts.add(Durations.measured(after) + " on kept ones"));
        return "\"" + state.name() + "\": " + String.join(", ", parts);
    }
}
