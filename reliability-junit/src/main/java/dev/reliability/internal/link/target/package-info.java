/** Links that are targets by themselves. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.link.target;

import org.jspecify.annotations.NullMarked;
