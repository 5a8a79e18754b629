/** Pods cut off by a NetworkPolicy that is owned by an expiring job. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.policy;

import org.jspecify.annotations.NullMarked;
