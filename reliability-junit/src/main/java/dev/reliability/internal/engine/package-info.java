/** The test engine of experiment files. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.engine;

import org.jspecify.annotations.NullMarked;
