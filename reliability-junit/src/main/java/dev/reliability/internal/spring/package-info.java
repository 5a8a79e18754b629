/** What tests of Spring applications bring with them. Loaded only where Spring's test support is on the class path. */
@NullMarked
package dev.reliability.internal.spring;

import org.jspecify.annotations.NullMarked;
