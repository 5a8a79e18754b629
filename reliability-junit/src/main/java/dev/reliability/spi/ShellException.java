package dev.reliability.spi;

import org.apiguardian.api.API;

/** A command could not be brought to a target or its answer did not come back. What the command did is then unknown. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ShellException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why there is no answer. */
    public enum Reason {
        /** The name does not resolve, no route, the port is closed or silent, the namespace does not exist. */
        UNREACHABLE,
        /** The host's key is unknown or is not the one on record. */
        HOST_KEY,
        /** The host does not accept this user's credentials. */
        LOGIN_REFUSED,
        /** The command did not end in time and was killed. */
        TIMEOUT,
        /** The connection broke while the command ran. */
        LOST,
        /** The local program that leads to the target could not be started, or the wait was interrupted. */
        LOCAL
    }

    /** For switching on; its text is in the message. */
    private final Reason reason;

    /** A failure with a message for the person who has to act on it. */
    public ShellException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A failure with its cause. */
    public ShellException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why there is no answer. */
    public Reason reason() {
        return reason;
    }
}
