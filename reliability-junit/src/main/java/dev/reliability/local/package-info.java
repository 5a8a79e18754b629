/** Local systems under test: operating-system processes of the test JVM and the links by which they reach others. */
@NullMarked
package dev.reliability.local;

import org.jspecify.annotations.NullMarked;
