/**
 * Reliability tests as ordinary JUnit tests: annotations, parameters and the exceptions of the verdicts.
 *
 * <pre>{@code
 * @SteadyState(http = "${bookstore.url}/books", outage = "60s", tolerate = "1%")
 * class BookstoreReliabilityIT {
 *
 *     @Test
 *     @ShutdownAttack(target = "bookstore-api-blue")
 *     @ExpectFailover(signal = "bookstore", from = "bookstore-api-blue", to = "bookstore-api-green", within = "2m")
 *     void losingTheWholeInstanceIsSurvived() {}
 * }
 * }</pre>
 */
@NullMarked
package dev.reliability.junit;

import org.jspecify.annotations.NullMarked;
