/** Questions to name servers, asked anew each time and past every cache. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.dns;

import org.jspecify.annotations.NullMarked;
