package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/** What a run means: strictly, or to the tool. */
final class Outcomes {
    private Outcomes() {}

    static FileOutcome of(RunContext run, ExperimentResult result) {
        return run.strict() ? strict(run, result) : compat(run, result);
    }

    private static FileOutcome strict(RunContext run, ExperimentResult result) {
        Optional<Throwable> failure = Optional.empty();
        try {
            Reliability.throwUnlessPassed(result);
        } catch (AssertionFailedError | VerdictException e) {
            failure = Optional.of(e);
        }
        String status =
                switch (result.verdict()) {
                    case PASSED, FAILED -> "completed";
                    case INCONCLUSIVE -> "failed";
                    case ABORTED -> "interrupted";
                    case ERROR -> "aborted";
                };
        int exitCode =
                switch (result.verdict()) {
                    case PASSED -> 0;
                    case FAILED -> 1;
                    case INCONCLUSIVE -> 3;
                    case ABORTED -> 4;
                    case ERROR -> 5;
                };
        return new FileOutcome(
                result.verdict(),
                result.message(),
                failure,
                status,
                run.journal.hasDeviated(),
                exitCode,
                result.journal(),
                result);
    }

    private static FileOutcome compat(RunContext run, ExperimentResult result) {
        String status = String.valueOf(run.journal.status());
        boolean deviated = run.journal.hasDeviated();
        Verdict verdict = Verdict.PASSED;
        if (result.verdict() == Verdict.ERROR) {
            verdict = Verdict.ERROR;
            status = "aborted";
        } else if (status.equals("interrupted")) {
            verdict = Verdict.ABORTED;
        } else if (status.equals("aborted")) {
            verdict = Verdict.ERROR;
        } else if (deviated || status.equals("failed")) {
            verdict = Verdict.FAILED;
        }
        String message = verdict + ": the Chaos Toolkit calls this " + status + (deviated ? " and deviated" : "")
                + (result.passed() ? "." : ". A strict run says " + result.message());
        Optional<Throwable> failure =
                switch (verdict) {
                    case PASSED -> Optional.empty();
                    case FAILED -> Optional.of(new AssertionFailedError(message));
                    default ->
                        Optional.of(new VerdictException(
                                verdict, message, result.cause().orElse(null)));
                };
        return new FileOutcome(
                verdict,
                message,
                failure,
                status,
                deviated,
                verdict == Verdict.PASSED ? 0 : 1,
                result.journal(),
                result);
    }
}
