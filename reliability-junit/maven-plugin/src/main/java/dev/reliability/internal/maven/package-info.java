/** The goals of the Maven plugin: they find the class path and leave the work to the library. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.maven;

import org.jspecify.annotations.NullMarked;
