/** What becomes of the library, and of what it tests, when jars are packed into others. */
@NullMarked
package dev.reliability.internal.packaging;

import org.jspecify.annotations.NullMarked;
