/** Shells that lead to this machine, to a network namespace, and through the machine's OpenSSH client. */
@NullMarked
package dev.reliability.internal.shell;

import org.jspecify.annotations.NullMarked;
