package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.junit.AbortedException;
import dev.reliability.junit.FaultNotRevertedException;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.ReliabilityException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** What JUnit is told of a verdict: a failure for a broken hypothesis, an error for everything that proved nothing. */
public final class Verdicts {

    private Verdicts() {}

    /** Returns what to throw, with every further finding suppressed in it; empty for a pass. */
    public static Optional<Throwable> toThrow(ExperimentResult result, Optional<String> runbook) {
        if (result.passed()) {
            return Optional.empty();
        }
        String more = result.said().stream().map(line -> "\n" + line).collect(Collectors.joining())
                + runbook.map(url -> "\nRunbook: " + url).orElse("")
                + result.journal().map(file -> "\nJournal: " + file).orElse("");
        Throwable thrown = of(result.findings().get(0), more);
        result.findings().stream().skip(1).map(other -> of(other, "")).forEach(thrown::addSuppressed);
        return Optional.of(thrown);
    }

    private static Throwable of(Finding finding, String more) {
        String message = finding.message() + more;
        Throwable cause = finding.cause().orElse(null);
        return switch (finding.verdict()) {
            case FAILED -> failed(message, cause);
            case INCONCLUSIVE -> new InconclusiveException(message, cause);
            case ABORTED -> new AbortedException(message, cause);
            default ->
                finding.left()
                        ? new FaultNotRevertedException(message, cause)
                        : new ReliabilityException(message, cause);
        };
    }

    /** Keeps expected and actual of the body's assertion, so that an IDE still shows the difference. */
    private static AssertionFailedError failed(String message, @Nullable Throwable cause) {
        return cause instanceof AssertionFailedError body && body.isExpectedDefined() && body.isActualDefined()
                ? new AssertionFailedError(message, body.getExpected(), body.getActual(), cause)
                : new AssertionFailedError(message, cause);
    }
}
