package dev.reliability.aws.internal.client;

/** AWS cannot be asked as it is configured. */
public final class NoAccess extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAccess(String message) {
        super(message);
    }

    NoAccess(String message, Throwable cause) {
        super(message, cause);
    }
}
