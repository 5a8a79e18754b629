package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * An experiment that ended neither passed nor failed: {@link Verdict#INCONCLUSIVE}, {@link Verdict#ABORTED} or
 * {@link Verdict#ERROR}. A failed one throws an {@link org.opentest4j.AssertionFailedError}, so that reports tell a broken
 * expectation from a run that proved nothing.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class VerdictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    /**
     * Creates one.
     *
     * @param verdict the verdict
     * @param message the message, its first line beginning with the verdict
     * @param cause what was thrown, if anything
     */
    public VerdictException(Verdict verdict, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.verdict = verdict;
    }

    /** Returns the verdict. */
    public final Verdict verdict() {
        return verdict;
    }
}
