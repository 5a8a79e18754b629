/** Time and waiting. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.time;

import org.jspecify.annotations.NullMarked;
