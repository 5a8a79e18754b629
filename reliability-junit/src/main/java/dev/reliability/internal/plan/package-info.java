/** Turns what was asked for into what can be done: durations, placeholders, profiles, back ends. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.plan;

import org.jspecify.annotations.NullMarked;
