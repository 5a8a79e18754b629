/** Local processes as targets: shutdown, kill, CPU load, and faults on their links. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.process.target;

import org.jspecify.annotations.NullMarked;
