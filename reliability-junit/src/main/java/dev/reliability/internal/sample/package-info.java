/** Samples steady states open-loop and tells outages. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.sample;

import org.jspecify.annotations.NullMarked;
