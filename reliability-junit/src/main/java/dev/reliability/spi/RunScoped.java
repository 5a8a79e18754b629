package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What is resolved for one run and closed with it: a target, a signal, an alarm, a probe. What is to outlive a run, such as the
 * client of an API, is had from {@link SharedClients}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface RunScoped extends AutoCloseable {

    /**
     * Gives up what it opened for this run. Called once, the latest resolved first: when the run is over and its faults are undone, or
     * when planning failed afterwards. A call to it that is still under way may fail then. What a test declared with
     * {@code @ReliabilityTarget} is not its to close. What this throws is told and changes no verdict. Does nothing by default.
     */
    @Override
    default void close() {}
}
