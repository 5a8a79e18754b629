package dev.reliability.internal.plan;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Resolves and checks an experiment. Touches nothing. */
public final class Planner {

    private static final Place SETTINGS = new Place("setting", "");

    private final Experiment experiment;
    private final Names names;
    private final Problems problems;
    private final Opened opened;

    private Planner(Experiment experiment, Opened opened) {
        this.experiment = experiment;
        this.opened = opened;
        this.names = Names.of(experiment);
        this.problems = new Problems(names);
    }

    /**
     * Plans an experiment. Whoever gets the plan closes it; where there is none, nothing stays open.
     *
     * @throws InvalidPlanException with every problem of the experiment
     */
    public static ResolvedExperiment plan(Experiment experiment) {
        return plan(experiment, List.of());
    }

    /**
     * Plans an experiment of which some problems are known already. Whoever gets the plan closes it; where there is none, nothing
     * stays open.
     *
     * @param known what the front door found
     * @throws InvalidPlanException with every problem of the experiment, those that are known first
     */
    public static ResolvedExperiment plan(Experiment experiment, List<String> known) {
        return plan(experiment, known, unused -> false);
    }

    /**
     * The same where a target may be as it is because a dead run left it so.
     *
     * @param leftovers undoes what dead runs left and tells whether there was any; asked at most once, and only if nothing else stands
     *     against the experiment than the state of its targets
     */
    public static ResolvedExperiment plan(
            Experiment experiment, List<String> known, Predicate<ResolvedExperiment> leftovers) {
        Opened opened = new Opened();
        boolean planned = false;
        try {
            Planner planner = new Planner(experiment, opened);
            known.forEach(planner.problems::add);
            ResolvedExperiment plan = planner.resolve();
            if (!planner.problems.onlyUnfit() || !leftovers.test(plan)) {
                planner.problems.throwIfAny();
                planned = true;
                return plan;
            }
        } catch (PlanException e) {
            throw caused(
                    new InvalidPlanException(
                            Stream.concat(known.stream(), e.problems().stream()).toList()),
                    e);
        } catch (IllegalArgumentException | LinkageError e) {
            throw caused(
                    new InvalidPlanException(Stream.concat(known.stream(), Stream.of(Problems.words(e)))
                            .toList()),
                    e);
        } finally {
            if (!planned) {
                opened.close();
            }
        }
        return plan(experiment, known);
    }

    private static InvalidPlanException caused(InvalidPlanException invalid, Throwable cause) {
        invalid.addSuppressed(cause);
        return invalid;
    }

    /**
     * What is known of an experiment that may have problems.
     *
     * @param resolved everything that could be resolved; empty when the settings or the profile cannot be read
     * @param problems everything that stands against it
     * @param later what only the running test can tell
     */
    public record Preview(Optional<ResolvedExperiment> resolved, List<String> problems, List<String> later)
            implements AutoCloseable {

        @Override
        public void close() {
            resolved.ifPresent(ResolvedExperiment::close);
        }
    }

    /** Plans an experiment and tells what would be done, also where something stands against it. */
    public static Preview preview(Experiment experiment) {
        Opened opened = new Opened();
        boolean planned = false;
        try {
            Planner planner = new Planner(experiment, opened);
            ResolvedExperiment resolved = planner.resolve();
            planned = true;
            return new Preview(Optional.of(resolved), planner.problems.found(), planner.problems.later());
        } catch (PlanException e) {
            return new Preview(Optional.empty(), e.problems(), List.of());
        } finally {
            if (!planned) {
                opened.close();
            }
        }
    }

    private ResolvedExperiment resolve() {
        Settings settings = settings();
        if (!settings.deadline().isZero()) {
            problems.limit(settings.deadline());
        }
        NumberRules numbers = new NumberRules(problems, settings.deadline());
        List<SteadyState> steadyStates =
                new SteadyStatePlanning(names, problems, numbers, opened).plan(experiment.steadyStates());
        TargetPlanning targets = new TargetPlanning(experiment, names, opened);
        List<PlannedFault> faults = new FaultPlanning(
                        problems, targets, new Guards(names, problems), settings.deadline())
                .plan(experiment.faults());
        numbers.check(faults, steadyStates);
        numbers.checkRoom(
                faults,
                steadyStates,
                experiment.failovers().isEmpty() && experiment.alarms().isEmpty(),
                settings.baseline());
        HealthPlanning health = new HealthPlanning(names, targets, opened);
        ExpectationPlanning expectations = new ExpectationPlanning(
                names,
                problems,
                targets,
                health,
                opened,
                faults,
                !experiment.faults().isEmpty());
        List<ExpectedFailover> failovers =
                experiment.failovers().stream().flatMap(expectations::failover).toList();
        List<ExpectedAlarm> alarms =
                experiment.alarms().stream().flatMap(expectations::alarm).toList();
        List<StopCondition> stops =
                experiment.stops().stream().flatMap(expectations::stop).toList();
        names.profile()
                .problems()
                .forEach(problem -> problems.add(new Place(names.profile().source(), ""), problem));
        List<GroupGuard> groups = new GroupPlanning(names, problems, targets, health).plan(faults);
        Set<Right> rights = new RightsPlanning(names, problems).check(steadyStates, faults, failovers, alarms, stops);
        return new ResolvedExperiment(
                experiment.title(),
                steadyStates,
                faults,
                failovers,
                alarms,
                stops,
                experiment
                        .runbook()
                        .flatMap(url -> problems.read(new Place("@Runbook", ""), "value", url, Function.identity())),
                experiment.journal(),
                settings,
                names,
                problems.attempt(new Place(names.profile().source(), ""), "dependencies", targets::dependencies)
                        .orElse(Map.of()),
                groups,
                rights,
                opened);
    }

    private Settings settings() {
        Function<String, Optional<String>> lookup = names::value;
        boolean targets = lookup.apply("reliability.parallel")
                .map(value -> {
                    if (!value.equals("targets") && !value.equals("none")) {
                        problems.add(
                                SETTINGS,
                                "reliability.parallel",
                                "\"" + value + "\" is neither \"targets\" nor \"none\"");
                    }
                    return value.equals("targets");
                })
                .orElse(false);
        return new Settings(
                duration("reliability.baseline", "30s"),
                duration("reliability.deadline", "15m"),
                names.profile().value("protected").filter(Boolean::parseBoolean).isPresent(),
                targets,
                Path.of(lookup.apply("reliability.reports").orElse("target/reliability")),
                problems.attempt(SETTINGS, "reliability.state", () -> StatePaths.choose(lookup))
                        .orElse(Path.of("")));
    }

    private Duration duration(String setting, String fallback) {
        return problems.attempt(
                        SETTINGS,
                        setting,
                        () -> Durations.parse(names.value(setting).orElse(fallback)))
                .orElse(Duration.ZERO);
    }
}
