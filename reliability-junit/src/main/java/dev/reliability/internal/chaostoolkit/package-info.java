/** The front door for experiments of the Chaos Toolkit: here is what all of its packages use, and below what reads, checks and runs them. */
@NullMarked
package dev.reliability.internal.chaostoolkit;

import org.jspecify.annotations.NullMarked;
