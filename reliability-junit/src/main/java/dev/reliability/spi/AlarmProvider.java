package dev.reliability.spi;

import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Turns addresses of its schemes into alarms. Found by {@link java.util.ServiceLoader}. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface AlarmProvider {

    /** Returns the schemes of the addresses it understands, in lower case. */
    Set<String> schemes();

    /**
     * Makes an alarm. Nothing may be changed by this call.
     *
     * @throws PlanException if the address is malformed
     */
    Alarm alarm(String name, Address address, PlanContext context);
}
