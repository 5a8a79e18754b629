/** Linux hosts as targets: {@code host:local}, {@code netns:NAME}, {@code ssh://user@host:port}. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.host;

import org.jspecify.annotations.NullMarked;
