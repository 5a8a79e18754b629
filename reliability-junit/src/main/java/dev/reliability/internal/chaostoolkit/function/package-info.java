/** Python functions of experiment files, mapped onto implementations in Java. */
@NullMarked
package dev.reliability.internal.chaostoolkit.function;

import org.jspecify.annotations.NullMarked;
