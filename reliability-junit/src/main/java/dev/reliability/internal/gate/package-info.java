/** What test JVMs leave as evidence, and the check that a build stands or falls with. */
@NullMarked
package dev.reliability.internal.gate;

import org.jspecify.annotations.NullMarked;
