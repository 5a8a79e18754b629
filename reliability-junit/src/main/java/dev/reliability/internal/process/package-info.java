/** Internal: operating-system processes, their trees, signals, and the guard that ends them with the test JVM. */
@NullMarked
package dev.reliability.internal.process;

import org.jspecify.annotations.NullMarked;
