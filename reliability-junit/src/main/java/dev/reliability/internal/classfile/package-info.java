/** Reads of compiled classes what reflection does not tell, and which libraries are there. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.classfile;

import org.jspecify.annotations.NullMarked;
