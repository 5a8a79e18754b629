/** Functions of {@code chaosaws}. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.function;

import org.jspecify.annotations.NullMarked;
