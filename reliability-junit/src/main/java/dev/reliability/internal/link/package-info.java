/** TCP links: forwarders of the test JVM that can swallow, delay or reset what passes, and count what they did. */
@NullMarked
package dev.reliability.internal.link;

import org.jspecify.annotations.NullMarked;
