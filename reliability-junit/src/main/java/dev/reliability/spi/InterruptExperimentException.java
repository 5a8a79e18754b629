package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Thrown by a control to end the experiment: nothing more is injected, and what was is undone. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class InterruptExperimentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param reason why, for people
     */
    public InterruptExperimentException(String reason) {
        super(reason);
    }
}
