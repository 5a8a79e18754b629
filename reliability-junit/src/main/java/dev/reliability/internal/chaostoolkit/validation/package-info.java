/** Every rule of the format, reported all at once, and the model of a file that breaks none. */
@NullMarked
package dev.reliability.internal.chaostoolkit.validation;

import org.jspecify.annotations.NullMarked;
