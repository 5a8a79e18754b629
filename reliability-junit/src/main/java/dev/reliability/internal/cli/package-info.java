/** The command line. Internal: may change at any time, but for the commands and their exit codes. */
@NullMarked
package dev.reliability.internal.cli;

import org.jspecify.annotations.NullMarked;
