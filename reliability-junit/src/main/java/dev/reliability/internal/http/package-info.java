/** HTTP probes. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.http;

import org.jspecify.annotations.NullMarked;
