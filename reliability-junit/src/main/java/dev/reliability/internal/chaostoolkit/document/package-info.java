/** JSON and YAML as plain values with the place of every node, read within limits. */
@NullMarked
package dev.reliability.internal.chaostoolkit.document;

import org.jspecify.annotations.NullMarked;
