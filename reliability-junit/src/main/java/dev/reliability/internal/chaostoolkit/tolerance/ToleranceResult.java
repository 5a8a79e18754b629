package dev.reliability.internal.chaostoolkit.tolerance;

/**
 * What came of a comparison.
 *
 * @param reason expected and seen, for people; empty when met
 */
public record ToleranceResult(Outcome outcome, String reason) {
    static final ToleranceResult MET = new ToleranceResult(Outcome.MET, "");

    /** The three ends of a comparison. */
    public enum Outcome {
        /** Within the tolerance. */
        MET,
        /** Not within it. */
        NOT_MET,
        /** Not comparable with it: the tool ends with a traceback here, without journal and rollbacks. */
        CRASHED
    }

    static ToleranceResult of(boolean met, String reason) {
        return met ? MET : new ToleranceResult(Outcome.NOT_MET, reason);
    }

    public boolean met() {
        return outcome == Outcome.MET;
    }
}
