/** Values of experiment files with Python's meaning of equality, order, truth and text. */
@NullMarked
package dev.reliability.internal.chaostoolkit.value;

import org.jspecify.annotations.NullMarked;
