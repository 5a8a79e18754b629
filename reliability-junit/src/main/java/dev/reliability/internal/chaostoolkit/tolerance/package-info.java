/** Whether the output of a probe is within what its experiment allows. */
@NullMarked
package dev.reliability.internal.chaostoolkit.tolerance;

import org.jspecify.annotations.NullMarked;
