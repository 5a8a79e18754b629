package dev.reliability.internal.runner;

/** Where a run stands. */
enum Stage {
    SWEEP,
    PREPARE,
    BASELINE,
    OBSERVE,
    REVERT,
    RECOVER,
    END
}
