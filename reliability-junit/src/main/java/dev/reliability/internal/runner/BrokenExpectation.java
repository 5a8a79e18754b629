package dev.reliability.internal.runner;

/** Ends a test body that waits for a hypothesis that was not met. */
final class BrokenExpectation extends AssertionError implements EndedWait {

    private static final long serialVersionUID = 1L;

    BrokenExpectation(String reason) {
        super(reason);
    }
}
