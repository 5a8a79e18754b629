/** Policies of IAM, and whether they are there. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.policy;

import org.jspecify.annotations.NullMarked;
