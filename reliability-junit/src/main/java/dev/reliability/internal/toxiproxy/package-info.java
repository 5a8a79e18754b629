/** Faults on the proxies of Toxiproxy servers. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.toxiproxy;

import org.jspecify.annotations.NullMarked;
