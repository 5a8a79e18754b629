/** What experiment files find and attack: the targets of a test class and its profile. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.chaostoolkit.system;

import org.jspecify.annotations.NullMarked;
