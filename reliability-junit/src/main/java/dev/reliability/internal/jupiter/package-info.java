/** The one Jupiter extension and the factories of the annotations. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.jupiter;

import org.jspecify.annotations.NullMarked;
