/** How AWS is reached and asked, and what its refusals mean. Internal: may change at any time. */
@NullMarked
package dev.reliability.aws.internal.client;

import org.jspecify.annotations.NullMarked;
