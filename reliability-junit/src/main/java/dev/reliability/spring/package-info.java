/** Steady states on the health of Spring Boot applications that run in the test JVM. Spring is an optional dependency. */
@NullMarked
package dev.reliability.spring;

import org.jspecify.annotations.NullMarked;
