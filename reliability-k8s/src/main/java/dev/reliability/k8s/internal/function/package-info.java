/** The functions of {@code chaosk8s} that experiment files call. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.function;

import org.jspecify.annotations.NullMarked;
