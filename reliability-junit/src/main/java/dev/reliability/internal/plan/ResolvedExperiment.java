package dev.reliability.internal.plan;

import dev.reliability.spi.Right;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment with everything resolved and checked.
 *
 * @param targets what is declared, attacked or not, with what each depends on
 * @param opened what is closed with the run
 */
public record ResolvedExperiment(
        String title,
        List<SteadyState> steadyStates,
        List<PlannedFault> faults,
        List<ExpectedFailover> failovers,
        List<ExpectedAlarm> alarms,
        List<StopCondition> stops,
        Optional<String> runbook,
        String journal,
        Settings settings,
        Names names,
        Map<String, Set<String>> targets,
        List<GroupGuard> groups,
        Set<Right> rights,
        Opened opened)
        implements AutoCloseable {

    /** Tells whether anything is injected. */
    public boolean attacks() {
        return !faults.isEmpty();
    }

    /** Closes targets, signals, alarms and probes. Idempotent. */
    @Override
    public void close() {
        opened.close();
    }
}
