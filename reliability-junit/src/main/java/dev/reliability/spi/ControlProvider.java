package dev.reliability.spi;

import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Brings Java implementations of the Python modules that experiment files name as controls. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <pre>{@code
 * public final class OurControls implements ControlProvider {
 *     @Override
 *     public Set<String> modules() {
 *         return Set.of("ourcontrols.announce");
 *     }
 *
 *     @Override
 *     public ExperimentControl control(String module) {
 *         return new Announce();
 *     }
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ControlProvider {

    /** Returns the modules that it implements. */
    Set<String> modules();

    /** Returns a new control of one of these modules, for one check, one loading or one run. */
    ExperimentControl control(String module);
}
