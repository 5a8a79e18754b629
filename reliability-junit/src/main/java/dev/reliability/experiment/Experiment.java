package dev.reliability.experiment;

import dev.reliability.spi.ApplicationProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The plan of an experiment, as one of the front doors wrote it. Immutable; names and placeholders are resolved when it is
 * run.
 *
 * @param title what reports call it
 * @param steadyStates what must hold
 * @param faults what is injected
 * @param failovers which failovers must happen
 * @param alarms which alarms must fire
 * @param stops what ends it at once
 * @param runbook URL that is printed with every failure
 * @param targets objects and addresses that names stand for
 * @param properties values of placeholders, first in the order of lookup
 * @param parameters values of settings and placeholders, second in the order of lookup
 * @param application where placeholders are looked up last: the configuration of an application in this JVM, if there is one
 * @param journal where the journal goes, below the report directory
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Experiment(
        String title,
        List<SteadyStateSpec> steadyStates,
        List<FaultSpec> faults,
        List<FailoverSpec> failovers,
        List<AlarmSpec> alarms,
        List<StopSpec> stops,
        Optional<String> runbook,
        Map<String, Object> targets,
        Map<String, String> properties,
        Function<String, Optional<String>> parameters,
        Optional<ApplicationProperties> application,
        String journal) {

    /** Copies the lists. */
    public Experiment {
        steadyStates = List.copyOf(steadyStates);
        faults = List.copyOf(faults);
        failovers = List.copyOf(failovers);
        alarms = List.copyOf(alarms);
        stops = List.copyOf(stops);
        targets = Map.copyOf(targets);
        properties = Map.copyOf(properties);
    }
}
