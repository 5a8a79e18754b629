package dev.reliability.internal.linux;

/** A fault on a Linux host could not be brought up, or is not what it should be. */
public final class LinuxFaultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LinuxFaultException(String message) {
        super(message);
    }

    LinuxFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
