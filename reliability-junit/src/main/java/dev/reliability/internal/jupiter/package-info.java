/** The one Jupiter extension. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.jupiter;

import org.jspecify.annotations.NullMarked;
