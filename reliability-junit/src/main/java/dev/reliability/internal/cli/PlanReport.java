package dev.reliability.internal.cli;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.plan.Planner.Preview;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Prints what each test would do, in the words that its run would use. */
final class PlanReport {

    private final PrintWriter out;
    private int tests;
    private int faults;
    private int problems;

    PlanReport(PrintWriter out) {
        this.out = out;
    }

    void add(OfTest test) {
        tests++;
        out.println(test.test());
        Preview preview = Planner.preview(plannable(test));
        preview.resolved().ifPresent(this::print);
        test.experiment().faults().stream()
                .filter(fault -> test.started().contains(fault.target()))
                .forEach(fault -> {
                    faults++;
                    line(fault.kind() + " of " + fault.target()
                            + ": a process that the test starts; planned when it runs");
                });
        List<String> all = new ArrayList<>(test.notes());
        all.addAll(preview.problems());
        all.forEach(problem -> line("PROBLEM: " + problem));
        problems += all.size();
        out.println();
    }

    /** Without what is aimed at processes that do not run before the test does. */
    private static Experiment plannable(OfTest test) {
        Experiment whole = test.experiment();
        List<FaultSpec> faults = whole.faults().stream()
                .filter(fault -> !test.started().contains(fault.target()))
                .toList();
        boolean allLater = faults.isEmpty() && !whole.faults().isEmpty();
        return new Experiment(
                whole.title(),
                whole.steadyStates(),
                faults,
                allLater ? List.of() : whole.failovers(),
                allLater ? List.of() : whole.alarms(),
                whole.stops(),
                whole.runbook(),
                whole.targets(),
                whole.properties(),
                whole.parameters(),
                whole.journal());
    }

    private void print(ResolvedExperiment plan) {
        plan.steadyStates()
                .forEach(state -> line("Steady state \"" + state.name() + "\", every "
                        + Durations.limit(state.every())
                        + (state.outage().isZero() ? "" : ", may be out for " + Durations.limit(state.outage()))));
        plan.faults().forEach(this::print);
        for (ExpectedFailover failover : plan.failovers()) {
            line("Expects " + failover.signalName() + " to fail over from " + failover.from() + " to " + failover.to()
                    + " within " + Durations.limit(failover.within()) + (failover.failback() ? ", and back" : ""));
        }
        plan.alarms()
                .forEach(alarm -> line("Expects alarm " + alarm.name() + " within " + Durations.limit(alarm.within())));
        plan.stops().forEach(stop -> line("Stops at once by " + stop.description()));
    }

    private void print(PlannedFault planned) {
        faults++;
        line(planned.fault().description() + " (" + planned.target().address() + ")"
                + planned.duration()
                        .map(length -> ", at most " + Durations.limit(length))
                        .orElse(", until the test body is done")
                + (planned.delay().equals(Duration.ZERO) ? "" : ", after " + Durations.limit(planned.delay())));
        planned.fault().effects().forEach(effect -> line("  " + effect));
        line("  By hand it is undone with: " + planned.fault().remedy());
    }

    private void line(String text) {
        out.println("  " + text);
    }

    /** Sums up; returns the exit code. */
    int end() {
        out.println(count(tests, "test") + ", " + count(faults, "fault") + ", "
                + (problems == 0 ? "no problem" : count(problems, "problem")) + ". Nothing was changed.");
        out.flush();
        return problems == 0 ? 0 : 1;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
