/** Faults of instances, and how each is undone. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.fault;

import org.jspecify.annotations.NullMarked;
