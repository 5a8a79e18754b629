/**
 * Faults on Linux for whatever has a {@link dev.reliability.spi.Shell}: {@link dev.reliability.linux.LinuxTarget} is all that a
 * back end needs, {@link dev.reliability.linux.Shells} has the ways that this library knows itself.
 */
@NullMarked
package dev.reliability.linux;

import org.jspecify.annotations.NullMarked;
