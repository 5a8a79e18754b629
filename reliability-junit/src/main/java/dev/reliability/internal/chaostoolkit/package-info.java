/** The front door for Chaos Toolkit experiments: reads files, checks them, and runs their single activities. */
@NullMarked
package dev.reliability.internal.chaostoolkit;

import org.jspecify.annotations.NullMarked;
