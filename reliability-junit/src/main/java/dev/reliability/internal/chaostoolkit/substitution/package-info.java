/** The {@code ${name}} templates of experiment files. */
@NullMarked
package dev.reliability.internal.chaostoolkit.substitution;

import org.jspecify.annotations.NullMarked;
