package dev.reliability.internal.runner;

/** Ends a test body that waits for a bite that did not come. */
final class MissingBite extends IllegalStateException implements EndedWait {

    private static final long serialVersionUID = 1L;

    MissingBite(String reason) {
        super(reason);
    }
}
