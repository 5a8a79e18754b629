package dev.reliability.internal.docker;

import java.io.IOException;

/** The engine cannot be asked, or refused; the message is for the person who has to act on it. */
final class DockerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DockerException(String message) {
        super(message);
    }

    DockerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether no answer came: what was asked for may still be done. */
    boolean unanswered() {
        return getCause() instanceof IOException;
    }
}
