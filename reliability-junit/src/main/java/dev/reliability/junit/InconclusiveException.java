package dev.reliability.junit;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** Nothing was proven: a sick baseline, a fault without effect, too few samples, an assumption of the body not met. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class InconclusiveException extends VerdictException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message the message; its first line says why
     * @param cause what was thrown, if anything
     */
    public InconclusiveException(String message, @Nullable Throwable cause) {
        super(Verdict.INCONCLUSIVE, message, cause);
    }
}
