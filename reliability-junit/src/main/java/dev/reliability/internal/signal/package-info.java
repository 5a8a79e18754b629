/** Signals and alarms that need no cloud: DNS and HTTP. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.signal;

import org.jspecify.annotations.NullMarked;
