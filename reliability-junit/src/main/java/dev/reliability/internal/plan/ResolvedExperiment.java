package dev.reliability.internal.plan;

import java.util.List;
import java.util.Optional;

/** An experiment with everything resolved and checked. */
public record ResolvedExperiment(
        String title,
        List<SteadyState> steadyStates,
        List<PlannedFault> faults,
        List<ExpectedFailover> failovers,
        List<ExpectedAlarm> alarms,
        List<StopCondition> stops,
        Optional<String> runbook,
        String journal,
        Settings settings) {

    /** Tells whether anything is injected. */
    public boolean attacks() {
        return !faults.isEmpty();
    }
}
