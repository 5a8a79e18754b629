/** Reads of compiled classes what reflection does not tell. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.classfile;

import org.jspecify.annotations.NullMarked;
