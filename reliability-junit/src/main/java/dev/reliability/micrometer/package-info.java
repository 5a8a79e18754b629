/** Steady states on meters of Micrometer, for applications that run in the test JVM. Micrometer is an optional dependency. */
@NullMarked
package dev.reliability.micrometer;

import org.jspecify.annotations.NullMarked;
