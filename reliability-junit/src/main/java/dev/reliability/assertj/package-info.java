/** AssertJ assertions for what experiments measured. AssertJ is an optional dependency: bring your own. */
@NullMarked
package dev.reliability.assertj;

import org.jspecify.annotations.NullMarked;
