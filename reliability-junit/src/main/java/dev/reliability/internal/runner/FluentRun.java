package dev.reliability.internal.runner;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.evidence.TestUnderWay;
import dev.reliability.internal.plan.AssertionRules;
import java.util.Optional;
import java.util.Set;

/** Carries out experiments that code puts together, and tells the gate of them, wherever they run. */
public final class FluentRun {

    private static final Set<Class<?>> ENTRANCE = Set.of(FluentRun.class, Reliability.class, ExperimentBuilder.class);

    private FluentRun() {}

    /**
     * Carries out an experiment whose caller looks at the result.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static ExperimentResult lookedAt(Experiment experiment, Body.Steering body) {
        return carryOut(experiment, Display.console(), body);
    }

    /**
     * Carries out an experiment whose caller throws what is no pass.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static ExperimentResult thrown(Experiment experiment, Body.Steering body) {
        return carryOut(experiment, Display.besideWhatIsThrown(), body);
    }

    private static ExperimentResult carryOut(Experiment experiment, Display display, Body.Steering body) {
        TestUnderWay test = TestUnderWay.here()
                .orElseGet(() -> TestUnderWay.outside(caller(), experiment.title(), name -> setting(experiment, name)));
        test.hasExperiment();
        try {
            ExperimentResult result = ExperimentRunner.start(
                            experiment, AssertionRules.problems(experiment, false), FrontDoor.showing(display))
                    .carryOut(body);
            test.verdict(
                    result.verdict().name(),
                    result.passed() ? "" : result.message(),
                    !result.faults().isEmpty(),
                    result.journal());
            test.report(result);
            return result;
        } catch (RuntimeException | Error e) {
            String verdict = e instanceof InvalidPlanException ? "INVALID" : "ERROR";
            test.verdict(verdict, String.valueOf(e.getMessage()), false, Optional.empty());
            throw e;
        }
    }

    /** Returns the class whose code runs the experiment. */
    private static Class<?> caller() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> !ENTRANCE.contains(type) && type != Optional.class)
                        .findFirst()
                        .orElse(FluentRun.class));
    }

    private static Optional<String> setting(Experiment experiment, String name) {
        return Optional.ofNullable(experiment.properties().get(name))
                .or(() -> experiment.parameters().apply(name));
    }
}
