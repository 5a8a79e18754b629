/** What a cluster shows of itself: who serves, what is in alarm, whether it is as it should be. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.signal;

import org.jspecify.annotations.NullMarked;
