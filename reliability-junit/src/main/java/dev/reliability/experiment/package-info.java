/**
 * The plan of an experiment, its runner's results, and the fluent API. Knows no test framework and no back end.
 *
 * <pre>{@code
 * Reliability.experiment("the replica takes over")
 *         .target("service", service)
 *         .steadyState(SteadyStateSpec.http("http://127.0.0.1:8080/books").outage("5s"))
 *         .attack(FaultSpec.shutdown("service"))
 *         .run(() -> buyABook());
 * }</pre>
 */
@NullMarked
package dev.reliability.experiment;

import org.jspecify.annotations.NullMarked;
