package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Code that an experiment file calls around its parts. One object serves one run; its methods may be called from several
 * threads when activities run in the background.
 *
 * <p>What a control throws is an error of the run when it is judged as a test, and is passed over when it is run as the
 * Chaos Toolkit does it. A {@link InterruptExperimentException} ends the run in both.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ExperimentControl {

    /**
     * Called before a part begins.
     *
     * @throws Exception if it cannot do what it is there for
     */
    default void before(ControlCall call) throws Exception {}

    /**
     * Called after a part ended, however it did.
     *
     * @throws Exception if it cannot do what it is there for
     */
    default void after(ControlCall call) throws Exception {}

    /** Called once when the run is over. */
    default void cleanUp() {}
}
