package dev.reliability.micrometer;

/** There is nothing to judge; the message completes "expected EXPECTED, got". */
final class NotMeasuredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotMeasuredException(String message) {
        super(message);
    }
}
