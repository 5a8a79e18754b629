/** Single activities: a request, a process or a function, with its outcome. */
@NullMarked
package dev.reliability.internal.chaostoolkit.provider;

import org.jspecify.annotations.NullMarked;
