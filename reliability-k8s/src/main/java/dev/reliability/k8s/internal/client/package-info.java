/** How clusters are reached and asked, and what their refusals mean. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.client;

import org.jspecify.annotations.NullMarked;
