/** Containers of a Docker Engine as targets: {@code docker:NAME}, {@code docker:label:KEY=VALUE}. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.docker;

import org.jspecify.annotations.NullMarked;
