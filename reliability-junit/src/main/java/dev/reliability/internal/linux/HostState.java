package dev.reliability.internal.linux;

/** Whether a host went down, and whether it came back. */
public enum HostState {
    /** It never went down. */
    UP_AS_BEFORE,
    /** It does not answer. */
    DOWN,
    /** It answers, and was started after the attack. */
    BACK
}
