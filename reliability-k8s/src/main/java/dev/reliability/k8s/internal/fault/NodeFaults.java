package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.target.NodeTarget;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;

/** Plans faults on nodes. */
public final class NodeFaults {

    /** The kind of fault that takes a node out of service. */
    public static final String DRAIN = "drain";

    /** Flag: whether pods of {@code kube-system} are evicted, too. */
    public static final String SYSTEM = DrainPlan.SYSTEM;

    private NodeFaults() {}

    /**
     * Plans a fault.
     *
     * @throws PlanException if nodes cannot have it
     */
    public static Fault plan(NodeTarget target, FaultRequest request) {
        if (request.kind().equals(DRAIN)) {
            return DrainNode.plan(target, request);
        }
        throw new PlanException("nodes cannot have a " + request.kind() + ": " + target.name() + " is "
                + target.address() + "; they can be drained, with @DrainNodeAttack");
    }
}
