package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A function that could not do what its caller wants. The activity fails, the experiment goes on.
 *
 * <p>The message says what was expected and what was seen, for example
 * {@code "WireMock at http://localhost:8080 answered 500 to DELETE /__admin/mappings/7"}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FunctionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param reason expected and seen, in one sentence
     */
    public FunctionFailedException(String reason) {
        super(reason);
    }

    /**
     * Creates one with the error behind it.
     *
     * @param reason expected and seen, in one sentence
     * @param cause the error behind it
     */
    public FunctionFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
