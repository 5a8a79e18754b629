package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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

    /**
     * Checks that the samples of a run can be kept, from the baseline to the recovery, for as long as each may take.
     *
     * @param whole whether faults last for the whole of their durations
     * @param baseline how long is waited for the baseline
     */
    void checkRoom(List<PlannedFault> faults, List<SteadyState> states, boolean whole, Duration baseline) {
        for (PlannedFault fault : faults) {
            fault.duration().filter(duration -> whole).or(fault::atLeast).ifPresent(lasts -> states.stream()
                    .filter(state -> !state.checked())
                    .filter(state -> endedByDeadline(baseline.plus(fault.delay())
                                            .plus(lasts)
                                            .plus(recovery(state)))
                                    .dividedBy(state.every())
                            >= Series.MOST)
                    .forEach(state -> problems.add(
                            fault.place(), "duration", tooLongFor(fault.delay().plus(lasts), baseline, state))));
        }
    }

    private Duration endedByDeadline(Duration time) {
        return deadline.isZero() || time.compareTo(deadline) < 0 ? time : deadline;
    }

    private static Duration recovery(SteadyState state) {
        return state.when().contains(When.AFTER) ? state.recoverWithin() : Duration.ZERO;
    }

    private static String tooLongFor(Duration time, Duration baseline, SteadyState state) {
        return String.format(
                Locale.ROOT,
                "%s, the %s before and the %s after with a sample of \"%s\" every %s are more than the %,d samples that are"
                        + " kept: make it shorter, or sample less often",
                Durations.limit(time),
                Durations.limit(baseline),
                Durations.limit(recovery(state)),
                state.name(),
                Durations.limit(state.every()),
                Series.MOST);
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
