/** Alarms and signals of AWS. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.signal;

import org.jspecify.annotations.NullMarked;
