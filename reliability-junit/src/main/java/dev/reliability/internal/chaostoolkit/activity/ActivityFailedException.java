package dev.reliability.internal.chaostoolkit.activity;

/** An activity that could not do what it is there for; the experiment goes on. The message is the reason. */
public final class ActivityFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ActivityFailedException(String reason) {
        super(reason);
    }

    public ActivityFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
