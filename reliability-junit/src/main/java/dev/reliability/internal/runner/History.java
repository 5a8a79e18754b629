package dev.reliability.internal.runner;

import dev.reliability.experiment.When;
import dev.reliability.internal.plan.ResolvedExperiment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened in a run up to a moment: all that it is judged by.
 *
 * @param sick what did not hold before anything was injected
 * @param stop what ended the run before its time
 * @param stretch from the first injection to the last revert; from begin to end of the body where there is no fault
 * @param broken the expectations that were not met, as sentences
 * @param undecided the names of those of which it is not known
 * @param met what was expected and happened
 * @param recoveryBegan from when on recovery counts; empty if it was not waited for
 * @param cameBackTo the side of a failover that was asked to serve again, and does
 */
record History(
        ResolvedExperiment plan,
        long begin,
        List<String> sick,
        Optional<Stop> stop,
        Optional<Window> stretch,
        List<FaultHistory> faults,
        List<StateHistory> states,
        List<CheckHistory> checks,
        Body body,
        List<String> broken,
        List<String> undecided,
        List<Met> met,
        OptionalLong recoveryBegan,
        Optional<String> cameBackTo) {

    /** What ended a run before its time, and when. */
    record Stop(String reason, long at) {}

    /** An expectation that was met: when, and how long it might have taken. */
    record Met(String name, Dated at, Duration within) {}

    /** How the body ended. */
    record Body(boolean ended, long at, Optional<Throwable> thrown) {}

    /** How long two faults were in force together. */
    record Overlap(String first, String second, Duration lasted) {}

    static History of(Execution run) {
        Recovery recovery = run.recovery;
        return new History(
                run.plan,
                run.begin,
                List.copyOf(run.baseline.sick),
                run.stops.reason().map(reason -> new Stop(reason, run.stops.at())),
                run.stretch(),
                run.faults.stream().map(FaultHistory::of).toList(),
                run.states.stream()
                        .map(state -> state.history(recovery.notRecovered(state)))
                        .toList(),
                run.checks.all().stream().map(CheckWatch::history).toList(),
                new Body(run.body.isEnded(), run.body.endedAt(), run.body.thrown()),
                run.expectations.stream()
                        .flatMap(expectation -> expectation.broken().stream())
                        .toList(),
                run.expectations.stream()
                        .filter(expectation -> !expectation.decided())
                        .map(Expectation::name)
                        .toList(),
                run.expectations.stream()
                        .flatMap(expectation -> expectation.happened().stream()
                                .map(at -> new Met(expectation.name(), at, expectation.within())))
                        .toList(),
                recovery.from == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(recovery.from),
                recovery.cameBack().map(FailoverWatch::first));
    }

    /** Returns the first fault that was proven to bite, or the first one if none was. */
    Optional<FaultHistory> firstBitten() {
        return faults.stream()
                .filter(FaultHistory::bitten)
                .min((one, other) -> Long.compare(
                        one.bittenAt().getAsLong(), other.bittenAt().getAsLong()))
                .or(() -> faults.stream().findFirst());
    }

    /** Returns when the first bite began, or the body where there is no fault. */
    OptionalLong firstBite() {
        return stretch.map(Window::bitten).orElse(OptionalLong.empty());
    }

    /** Returns the time of a fault together with what came of it until the next one: users do not tell the two apart. */
    Optional<Window> withAftermath(FaultHistory fault) {
        return fault.window()
                .map(window -> new Window(
                        window.from(),
                        window.bitten(),
                        faults.stream()
                                .flatMap(other -> other.window().stream())
                                .mapToLong(Window::from)
                                .filter(from -> from >= window.to())
                                .min()
                                .orElse(window.to())));
    }

    /** Tells whether anything looked at what a fault did: a steady state, an expectation that was met under it, or the body. */
    boolean looksAt(FaultHistory fault) {
        Window window = fault.window().orElseThrow();
        boolean looked = states.stream().anyMatch(state -> state.in(When.DURING) || state.in(When.AFTER))
                || checks.stream().anyMatch(check -> check.in(When.DURING) || check.in(When.AFTER))
                || !broken.isEmpty()
                || met.stream().anyMatch(one -> window.touches(one.at()));
        return looked || body.at() > window.from();
    }

    /** Returns for how long each two faults that bit were in force together. */
    List<Overlap> overlaps() {
        List<FaultHistory> bitten = faults.stream().filter(FaultHistory::bitten).toList();
        List<Overlap> overlaps = new ArrayList<>();
        for (int i = 0; i < bitten.size(); i++) {
            Window first = bitten.get(i).window().orElseThrow();
            for (FaultHistory other : bitten.subList(i + 1, bitten.size())) {
                overlaps.add(new Overlap(
                        bitten.get(i).name(),
                        other.name(),
                        first.overlap(other.window().orElseThrow())));
            }
        }
        return overlaps;
    }
}
