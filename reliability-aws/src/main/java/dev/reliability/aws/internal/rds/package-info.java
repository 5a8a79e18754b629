/** Databases that fail over. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.rds;

import org.jspecify.annotations.NullMarked;
