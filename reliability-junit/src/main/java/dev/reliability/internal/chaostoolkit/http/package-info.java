/** HTTP as experiments use it: a fresh connection for each call, redirects followed as the original does. */
@NullMarked
package dev.reliability.internal.chaostoolkit.http;

import org.jspecify.annotations.NullMarked;
