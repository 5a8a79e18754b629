/** Faults on the links of a process: which links, what is done to them, and the proof of it. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.link.fault;

import org.jspecify.annotations.NullMarked;
