/** Every rule of the format, reported all at once. */
@NullMarked
package dev.reliability.internal.chaostoolkit.validation;

import org.jspecify.annotations.NullMarked;
