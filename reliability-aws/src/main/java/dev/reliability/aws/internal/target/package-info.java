/** What addresses of AWS stand for. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.target;

import org.jspecify.annotations.NullMarked;
