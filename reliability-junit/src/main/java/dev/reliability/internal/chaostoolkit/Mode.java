package dev.reliability.internal.chaostoolkit;

/** How an experiment file is read and judged. */
public enum Mode {
    /** As a test: what the Chaos Toolkit lets pass although nothing was proven is a failure. */
    STRICT,
    /** As the Chaos Toolkit does it, quirks included. */
    COMPAT
}
