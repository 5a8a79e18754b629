/** Runs an experiment: baseline, arm, prove, observe, revert, recover, judge. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.runner;

import org.jspecify.annotations.NullMarked;
