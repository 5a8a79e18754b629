/** What lasts longer than one test: the clients that back ends share, and what is written at the end of the test plan. */
@NullMarked
package dev.reliability.internal.session;

import org.jspecify.annotations.NullMarked;
