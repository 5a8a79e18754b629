/** How activities end: by themselves, by failing, or cancelled. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.chaostoolkit.activity;

import org.jspecify.annotations.NullMarked;
