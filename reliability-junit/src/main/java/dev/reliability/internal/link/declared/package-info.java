/** What is behind the links that tests declare by themselves. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.link.declared;

import org.jspecify.annotations.NullMarked;
