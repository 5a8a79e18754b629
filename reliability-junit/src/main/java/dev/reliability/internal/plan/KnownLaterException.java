package dev.reliability.internal.plan;

/** Says of something in a plan that is looked at before its test runs that only the running test can tell it. */
public final class KnownLaterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param what what is known later: {@code the probe}
     * @param why why not now, as a sentence
     */
    public KnownLaterException(String what, String why) {
        super(what + " is known when the test runs: " + why);
    }

    /** Tells whether this is what something was thrown for; back ends may have worded it anew. */
    static boolean isBehind(Throwable thrown) {
        return thrown instanceof KnownLaterException || thrown.getCause() instanceof KnownLaterException;
    }
}
