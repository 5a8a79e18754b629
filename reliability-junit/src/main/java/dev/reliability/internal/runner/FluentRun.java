package dev.reliability.internal.runner;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.evidence.TestUnderWay;
import dev.reliability.internal.plan.AssertionRules;
import java.util.Optional;

/** Carries out experiments that code puts together, and tells the gate of them where they are part of a test. */
public final class FluentRun {

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
        Optional<TestUnderWay> test = TestUnderWay.here();
        test.ifPresent(TestUnderWay::hasExperiment);
        try {
            ExperimentResult result = ExperimentRunner.start(
                            experiment, AssertionRules.problems(experiment, false), FrontDoor.showing(display))
                    .carryOut(body);
            test.ifPresent(one -> one.verdict(
                    result.verdict().name(),
                    result.passed() ? "" : result.message(),
                    !result.faults().isEmpty(),
                    result.journal()));
            return result;
        } catch (RuntimeException | Error e) {
            String verdict = e instanceof InvalidPlanException ? "INVALID" : "ERROR";
            test.ifPresent(one -> one.verdict(verdict, String.valueOf(e.getMessage()), false, Optional.empty()));
            throw e;
        }
    }
}
