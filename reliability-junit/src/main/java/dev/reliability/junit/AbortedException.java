package dev.reliability.junit;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A stop condition, a guard or the deadline ended the experiment. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AbortedException extends VerdictException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message the message; its first line says why
     * @param cause what was thrown, if anything
     */
    public AbortedException(String message, @Nullable Throwable cause) {
        super(Verdict.ABORTED, message, cause);
    }
}
