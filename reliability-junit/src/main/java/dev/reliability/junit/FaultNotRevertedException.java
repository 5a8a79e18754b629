package dev.reliability.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A fault could not be reverted, or something is left of it. The message says what, and the one command that undoes it. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FaultNotRevertedException extends ReliabilityException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message the message; its first line says why
     * @param cause what was thrown, if anything
     */
    public FaultNotRevertedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
