/** Faults inside pods, by way of a shell in an ephemeral container. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.pod;

import org.jspecify.annotations.NullMarked;
