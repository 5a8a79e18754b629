/** Experiment files as immutable types, each with the JSON pointer it came from. */
@NullMarked
package dev.reliability.internal.chaostoolkit.model;

import org.jspecify.annotations.NullMarked;
