package dev.reliability.spi;

import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Turns addresses of its schemes into signals. Found by {@link java.util.ServiceLoader}. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface SignalProvider {

    /** Returns the schemes of the addresses it understands, in lower case. */
    Set<String> schemes();

    /**
     * Makes a signal. Nothing may be changed by this call.
     *
     * @throws PlanException if the address is malformed
     */
    Signal signal(String name, Address address, PlanContext context);
}
