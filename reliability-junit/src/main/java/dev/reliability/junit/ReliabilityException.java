package dev.reliability.junit;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** The tool failed: a fault could not be injected, or the experiment could not be run. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class ReliabilityException extends VerdictException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message the message; its first line says why
     * @param cause what was thrown, if anything
     */
    public ReliabilityException(String message, @Nullable Throwable cause) {
        super(Verdict.ERROR, message, cause);
    }
}
