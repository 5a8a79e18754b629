package dev.reliability.junit;

import dev.reliability.experiment.RunningExperiment;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The attack of a running test, as a parameter of the test method. Where a test has several, choose with {@link Named}.
 *
 * <pre>{@code
 * @Test
 * @ShutdownAttack(target = "replica")
 * void writesGoOn(Attack attack) {
 *     write();
 *     attack.revert();
 *     read();
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Attack extends RunningExperiment.RunningAttack {}
