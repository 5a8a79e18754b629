package dev.reliability.testsystem;

/**
 * A system whose faults are replaced by nothing in one half: nothing is injected, or nothing is reverted.
 *
 * @param system what the other half really acts on
 * @param half which half is missing
 */
public record Sabotaged(Object system, Half half) {

    /** The half of a fault that is missing. */
    public enum Half {
        INJECT,
        REVERT
    }
}
