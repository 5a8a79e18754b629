package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.pod.PodFault;
import dev.reliability.k8s.internal.policy.PolicyPlan;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.TargetContext;

/** Plans faults on pods. */
public final class PodFaults {

    /** The kind of fault that deletes pods. */
    public static final String TERMINATE = "termination";

    /** Attribute of such a fault: the names of the pods, where they are chosen already. */
    public static final String PODS = "pods";

    /** Attribute of such a fault: how long a pod may take to end. */
    public static final String GRACE = "gracePeriod";

    /** The kind of fault that lets workloads replace all their pods. */
    public static final String RESTART = "rollout restart";

    private PodFaults() {}

    /**
     * Plans a fault.
     *
     * @throws PlanException if pods cannot have it
     */
    public static Fault plan(PodsTarget target, FaultRequest request, TargetContext context) {
        if (PolicyPlan.meant(request, context)) {
            return PolicyPlan.plan(target, request, context);
        }
        if (PodFault.can(request)) {
            return PodFault.plan(target, request, context);
        }
        return switch (request.kind()) {
            case TERMINATE -> TerminatePods.plan(target, request);
            case RESTART -> RolloutRestart.plan(target, request);
            case FaultKind.SHUTDOWN -> ScaleDown.plan(target, request);
            default ->
                throw new PlanException(
                        "pods cannot have a " + request.kind() + ": " + target.name() + " is " + target.address());
        };
    }
}
