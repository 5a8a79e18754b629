/** IP addresses and blocks. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.net;

import org.jspecify.annotations.NullMarked;
