package dev.reliability.internal.runner;

/** Thrown into a test body that waits for what did not come. The reason is a finding of its own, so the judge passes it over. */
interface EndedWait {}
