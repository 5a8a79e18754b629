/** Faults on pods, workloads and nodes. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.fault;

import org.jspecify.annotations.NullMarked;
