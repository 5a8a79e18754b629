/** Faults on Linux hosts: agents that run on the target and end without their controller. */
@NullMarked
package dev.reliability.internal.linux;

import org.jspecify.annotations.NullMarked;
