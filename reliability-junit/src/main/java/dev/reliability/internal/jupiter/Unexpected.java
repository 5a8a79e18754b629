package dev.reliability.internal.jupiter;

import dev.reliability.experiment.VerdictException;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityException;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.TestAbortedException;

/** An exception that nobody expected ends a test as an error that says so, with what was thrown as its cause. */
final class Unexpected {

    private Unexpected() {}

    /** Returns what to throw in place of something: itself, where it says what happened in the user's terms. */
    static Throwable of(Throwable thrown) {
        if (thrown.getClass() == VerdictException.class) {
            return new ReliabilityException(String.valueOf(thrown.getMessage()), thrown.getCause());
        }
        boolean saysItself = thrown instanceof InvalidExperimentException
                || thrown instanceof VerdictException
                || thrown instanceof JUnitException
                || thrown instanceof AssertionError
                || thrown instanceof TestAbortedException;
        return saysItself
                ? thrown
                : new ReliabilityException(
                        "ERROR: the experiment could not begin: " + thrown + ". No fault was injected.", thrown);
    }

    static void rethrow(Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
        throw new IllegalStateException(thrown);
    }
}
