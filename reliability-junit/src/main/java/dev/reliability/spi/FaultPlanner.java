package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Plans a fault on a target. {@link Target#plan} is the usual one; an annotation of a team's own brings another. */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface FaultPlanner {

    /**
     * Plans a fault. Nothing may be changed by this call.
     *
     * @param target what it is aimed at
     * @param request what is asked for
     * @return the fault, ready to be injected
     * @throws PlanException if it cannot be done
     */
    Fault plan(Target target, FaultRequest request);
}
