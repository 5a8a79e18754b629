package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.Played;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceResult;

/** Probes of the hypothesis that method or rollbacks look at again: in a test their tolerance holds there too. */
final class ReferredProbe {
    private ReferredProbe() {}

    static boolean isJudged(RunContext run, Activity activity) {
        return run.strict()
                && !activity.isAction()
                && activity.reference().isPresent()
                && activity.definition().containsKey("tolerance")
                && run.dry.filter(Dry::leavesOutTolerances).isEmpty();
    }

    /**
     * Compares the answer with the tolerance, and notes what is not as it should be.
     *
     * @param when such as {@code during the method}
     */
    static boolean holds(RunContext run, Activity probe, Played played, String when, Cancellation cancellation) {
        String name = "\"" + probe.name() + "\"";
        if (!played.result().succeeded()) {
            return broken(
                    run,
                    played,
                    name + " did not hold " + when + " (expected an answer, got "
                            + played.result().reason() + ")");
        }
        ToleranceResult result = run.executor()
                .tolerances(cancellation)
                .check(probe.tolerance(), played.result().output());
        if (result.outcome() == ToleranceResult.Outcome.CRASHED) {
            played.entry().toleranceMet(false);
            run.found(Verdict.ERROR, name + " could not be judged " + when + ": " + result.reason(), null);
            return false;
        }
        if (!result.met()) {
            return broken(run, played, name + " did not hold " + when + " (" + result.reason() + ")");
        }
        played.entry().toleranceMet(true);
        return true;
    }

    private static boolean broken(RunContext run, Played played, String text) {
        played.entry().toleranceMet(false);
        run.journal.deviated();
        run.say("  => " + text);
        run.found(Verdict.FAILED, text, null);
        return false;
    }
}
