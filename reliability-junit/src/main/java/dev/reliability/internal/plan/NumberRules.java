package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.experiment.When;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import java.util.List;

/** Refuses numbers with which no run could prove anything, however the system behaves. */
final class NumberRules {

    /** As many samples as it takes to call a steady state good. */
    private static final int SAMPLES = 3;

    private final Problems problems;
    private final Duration deadline;

    /** @param deadline what ends any experiment; zero where it could not be read */
    NumberRules(Problems problems, Duration deadline) {
        this.problems = problems;
        this.deadline = deadline;
    }

    void check(Place place, SteadyState state) {
        if (state.tolerate() >= 1) {
            problems.add(place, "tolerate", "100% lets every sample fail, so nothing could ever break it");
        }
        if (state.checked()) {
            return;
        }
        boolean outageCounts = state.when().contains(When.DURING) && !deadline.isZero();
        if (outageCounts && state.outage().compareTo(deadline) >= 0) {
            problems.add(
                    place,
                    "outage",
                    Durations.limit(state.outage()) + " is not below reliability.deadline ("
                            + Durations.limit(deadline)
                            + "), which ends every experiment: an outage that is too long could never be seen");
        }
        if (state.when().contains(When.AFTER) && tooShort(state.recoverWithin(), state)) {
            problems.add(place, "recoverWithin", tooShortFor(state.recoverWithin(), state));
        }
    }

    /** Checks faults against the steady states that are to be seen under them. */
    void check(List<PlannedFault> faults, List<SteadyState> states) {
        for (PlannedFault fault : faults) {
            fault.duration()
                    .flatMap(duration -> states.stream()
                            .filter(state -> !state.checked() && state.when().contains(When.DURING))
                            .filter(state -> tooShort(duration, state))
                            .findFirst()
                            .map(state -> tooShortFor(duration, state)))
                    .ifPresent(problem -> problems.add(fault.place(), "duration", problem));
        }
    }

    private static boolean tooShort(Duration duration, SteadyState state) {
        return duration.compareTo(state.every().multipliedBy(SAMPLES)) < 0;
    }

    private static String tooShortFor(Duration duration, SteadyState state) {
        return Durations.limit(duration) + " is too short for three samples of \"" + state.name()
                + "\", which is looked at every " + Durations.limit(state.every())
                + ": make it longer, or sample more often";
    }
}
