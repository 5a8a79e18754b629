package dev.reliability.junit;

import dev.reliability.experiment.RunningExperiment;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The expected failover of a running test, as a parameter of the test method. Where a test has several, choose with
 * {@link Named}.
 *
 * <pre>{@code
 * void losingDatabaseMovesTraffic(Failover failover) {
 *     failover.await();
 *     given().get("/books").then().statusCode(200);
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Failover extends RunningExperiment.RunningFailover {}
