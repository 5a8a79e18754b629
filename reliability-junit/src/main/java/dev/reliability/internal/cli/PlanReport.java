package dev.reliability.internal.cli;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import dev.reliability.internal.plan.BackEnds;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.plan.GroupGuard;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.plan.Planner.Preview;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Right;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what each test would do, in the words that its run would use. */
final class PlanReport {

    private final PrintWriter out;
    private int tests;
    private int faults;
    private int problems;
    private final Set<Right> rights = new LinkedHashSet<>();

    PlanReport(PrintWriter out) {
        this.out = out;
    }

    void add(OfTest test) {
        tests++;
        out.println(test.test());
        List<String> all = new ArrayList<>(test.notes());
        List<String> later = new ArrayList<>();
        try (Preview preview = Planner.preview(plannable(test))) {
            preview.resolved().ifPresent(this::print);
            all.addAll(preview.problems());
            later.addAll(preview.later());
        }
        test.experiment().faults().stream()
                .filter(fault -> test.started().contains(fault.target()))
                .forEach(fault -> {
                    faults++;
                    line(fault.kind() + " of " + fault.target()
                            + ": a process that the test starts; planned when it runs");
                });
        later.forEach(note -> line("LATER: " + note));
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
                whole.application(),
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
                    + " within " + Durations.limit(failover.within()) + (failover.failback() ? ", and back" : "")
                    + soonest(failover.floor(), failover.within()));
        }
        plan.alarms()
                .forEach(alarm -> line("Expects alarm " + alarm.name() + " within " + Durations.limit(alarm.within())
                        + soonest(alarm.floor(), alarm.within())));
        plan.stops().forEach(stop -> line("Stops at once by " + stop.description()));
        plan.groups()
                .forEach(group -> line("Group " + group.name() + ": another one must be healthy ("
                        + group.others().stream().map(GroupGuard.Member::name).collect(Collectors.joining(", "))
                        + ")"));
        plan.rights().stream().map(Right::toString).sorted().forEach(right -> line("Needs the right to " + right));
        rights.addAll(plan.rights());
    }

    private static String soonest(Optional<Floor> floor, Duration within) {
        return floor.map(found -> "; at best after " + Durations.limit(found.least()) + ", likely after "
                        + Durations.limit(found.likely()) + " (" + found.why() + ")"
                        + (found.likely().compareTo(within) > 0 ? ": IT MAY FAIL BY CHANCE" : ""))
                .orElse("");
    }

    private void print(PlannedFault planned) {
        faults++;
        line(planned.fault().description() + " (" + planned.target().address() + ")"
                + planned.duration()
                        .map(length -> ", at most " + Durations.limit(length))
                        .orElse(", until the test body is done")
                + (planned.delay().equals(Duration.ZERO) ? "" : ", after " + Durations.limit(planned.delay())));
        planned.fault().effects().forEach(effect -> line("  " + effect));
        line("  By hand it is undone with: " + planned.remedy());
    }

    private void line(String text) {
        out.println("  " + text);
    }

    /** Sums up; returns the exit code. */
    int end() {
        rights.stream()
                .collect(Collectors.groupingBy(
                        Right::authority, TreeMap::new, Collectors.toCollection(LinkedHashSet::new)))
                .forEach((authority, needed) -> BackEnds.policy(authority, needed)
                        .ifPresent(policy -> {
                            out.println("The least that grants what these tests need (" + authority + "):");
                            policy.lines().forEach(line -> out.println("  " + line));
                            out.println();
                        }));
        out.println(count(tests, "test") + ", " + count(faults, "fault") + ", "
                + (problems == 0 ? "no problem" : count(problems, "problem")) + ". Nothing was changed.");
        out.flush();
        return problems == 0 ? 0 : 1;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
