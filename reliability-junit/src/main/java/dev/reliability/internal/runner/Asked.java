package dev.reliability.internal.runner;

import dev.reliability.internal.plan.ExpectedAlarm;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.plan.Profile;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.plan.StopCondition;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.Floor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run was asked for, as its journal shows it: what was measured means little without its limits. Durations in seconds. */
final class Asked {

    private static final String HERE = Path.of("").toAbsolutePath().toString();

    private Asked() {}

    static Map<String, Object> of(ResolvedExperiment plan) {
        Map<String, Object> asked = new LinkedHashMap<>();
        Profile profile = plan.names().profile();
        asked.put("journal", plan.journal());
        asked.put("directory", HERE);
        asked.put("profile", profile.name());
        asked.put("protected", plan.settings().protectedProfile());
        asked.put("targets", List.copyOf(plan.targets().keySet()));
        asked.put("dependencies", dependencies(plan));
        asked.put("runbook", plan.runbook().orElse(null));
        asked.put("baseline", Measurements.seconds(plan.settings().baseline()));
        asked.put("deadline", Measurements.seconds(plan.settings().deadline()));
        asked.put(
                "steady-states", plan.steadyStates().stream().map(Asked::state).toList());
        asked.put("faults", plan.faults().stream().map(Asked::fault).toList());
        asked.put("failovers", plan.failovers().stream().map(Asked::failover).toList());
        asked.put("alarms", plan.alarms().stream().map(Asked::alarm).toList());
        asked.put("stops", plan.stops().stream().map(StopCondition::description).toList());
        return asked;
    }

    private static Map<String, Object> dependencies(ResolvedExperiment plan) {
        Map<String, Object> dependencies = new LinkedHashMap<>();
        plan.targets().forEach((target, hosts) -> {
            if (!hosts.isEmpty()) {
                dependencies.put(target, List.copyOf(hosts));
            }
        });
        return dependencies;
    }

    private static Map<String, Object> state(SteadyState state) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", state.name());
        map.put("every", Measurements.seconds(state.every()));
        map.put("timeout", Measurements.seconds(state.timeout()));
        map.put("outage", Measurements.seconds(state.outage()));
        map.put("tolerate", state.tolerate());
        map.put("recover-within", Measurements.seconds(state.recoverWithin()));
        map.put("when", state.when().stream().map(Enum::name).sorted().toList());
        return map;
    }

    private static Map<String, Object> fault(PlannedFault fault) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", fault.name());
        map.put("kind", fault.request().kind());
        map.put("target", fault.target().name());
        map.put("address", fault.target().address().toString());
        map.put("duration", seconds(fault.duration()));
        map.put("delay", Measurements.seconds(fault.delay()));
        for (String selection : List.of(FaultAttribute.HOSTS, FaultAttribute.ADDRESSES, FaultAttribute.PORTS)) {
            if (fault.request().attributes().get(selection) instanceof List<?> entries) {
                map.put(selection, entries.stream().map(String::valueOf).toList());
            }
        }
        return map;
    }

    private static Map<String, Object> failover(ExpectedFailover failover) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", failover.name());
        map.put("signal", failover.signalName());
        map.put("from", failover.from());
        map.put("to", failover.to());
        map.put("within", Measurements.seconds(failover.within()));
        map.put("failback", failover.failback());
        floor(map, failover.floor());
        return map;
    }

    private static Map<String, Object> alarm(ExpectedAlarm alarm) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", alarm.name());
        map.put("within", Measurements.seconds(alarm.within()));
        floor(map, alarm.floor());
        return map;
    }

    private static void floor(Map<String, Object> map, Optional<Floor> floor) {
        map.put("floor", seconds(floor.map(Floor::least)));
        map.put("floor-why", floor.map(Floor::why).orElse(null));
    }

    private static Object seconds(Optional<Duration> duration) {
        return duration.<Object>map(Measurements::seconds).orElse(null);
    }
}
