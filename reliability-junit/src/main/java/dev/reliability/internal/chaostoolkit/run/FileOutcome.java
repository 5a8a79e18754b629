package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the run of an experiment file ended.
 *
 * @param verdict the verdict; in compat mode what the tool's exit code means
 * @param message its first line; says why in the user's terms
 * @param failure what a test throws; empty for {@link Verdict#PASSED}
 * @param status the tool's status: completed, failed, aborted, interrupted
 * @param deviated the tool's flag
 * @param exitCode strict: 0 passed, 1 failed, 3 inconclusive, 4 aborted, 5 error; compat: 0 or 1, as the tool. 2 is left to
 *     arguments and files that make no sense
 * @param journal the journal file, if it could be written
 * @param result what the runner measured
 */
public record FileOutcome(
        Verdict verdict,
        String message,
        Optional<Throwable> failure,
        String status,
        boolean deviated,
        int exitCode,
        Optional<Path> journal,
        ExperimentResult result) {

    /** Tells whether a test of it is green. */
    public boolean passed() {
        return verdict == Verdict.PASSED;
    }
}
