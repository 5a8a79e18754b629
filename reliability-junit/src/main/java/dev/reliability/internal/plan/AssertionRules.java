package dev.reliability.internal.plan;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import java.util.List;
import java.util.Set;

/** Something must be asserted: an experiment that nothing can break would pass whatever its faults do. */
public final class AssertionRules {

    private AssertionRules() {}

    /**
     * Returns why an experiment would assert nothing, if so.
     *
     * @param emptyBody whether the body is known to do nothing
     */
    public static List<String> problems(Experiment experiment, boolean emptyBody) {
        boolean expects = !experiment.failovers().isEmpty()
                || !experiment.alarms().isEmpty()
                || experiment.steadyStates().stream().anyMatch(state -> !isOnlyBefore(state));
        if (expects) {
            return List.of();
        }
        if (!experiment.faults().isEmpty()) {
            return emptyBody
                    ? List.of(nothingAsserted(experiment.faults().get(0).place()))
                    : List.of();
        }
        if (experiment.steadyStates().isEmpty()) {
            return List.of("\"" + experiment.title() + "\" has neither a fault nor a steady state, so it would prove"
                    + " nothing: add a fault, and a steady state or an expectation");
        }
        return experiment.steadyStates().stream()
                .map(state -> state.place()
                        .problem(
                                "when",
                                "is BEFORE alone, and there is no fault: nothing is looked at that could break; add"
                                        + " DURING or AFTER, or a fault"))
                .toList();
    }

    private static String nothingAsserted(Place place) {
        return place + ": nothing is asserted, so the test would pass whatever the fault does: add a steady state that"
                + " must hold DURING or AFTER the fault, an expectation, or assertions in the body, which is empty";
    }

    private static boolean isOnlyBefore(SteadyStateSpec state) {
        return state.when().equals(Set.of(When.BEFORE));
    }
}
