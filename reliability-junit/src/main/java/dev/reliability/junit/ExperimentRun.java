package dev.reliability.junit;

import dev.reliability.experiment.RunningExperiment;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The running experiment of a test, as a parameter of the test method.
 *
 * <pre>{@code
 * void test(ExperimentRun run) {
 *     run.note("orders placed: " + orders);
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ExperimentRun extends RunningExperiment {

    @Override
    List<Attack> attacks();

    @Override
    List<Failover> failovers();

    /** Returns the attack with a name. */
    Attack attack(String name);

    /** Returns the failover with a name. */
    Failover failover(String name);
}
