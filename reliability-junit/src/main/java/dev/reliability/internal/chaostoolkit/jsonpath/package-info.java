/** The JSONPath dialect of experiment files, which is neither RFC 9535 nor Jayway's. */
@NullMarked
package dev.reliability.internal.chaostoolkit.jsonpath;

import org.jspecify.annotations.NullMarked;
