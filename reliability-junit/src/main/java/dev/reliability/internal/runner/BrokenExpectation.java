package dev.reliability.internal.runner;

/** Ends a test body that waits for what has not come. Its reason is a finding of its own, so the judge passes it over. */
final class BrokenExpectation extends AssertionError {

    private static final long serialVersionUID = 1L;

    BrokenExpectation(String reason) {
        super(reason);
    }
}
