package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;

/** The faults of instances: what AWS does to them, and what the kit for Linux hosts does inside. */
public final class Ec2Faults {

    /** The kind of a termination. */
    public static final String TERMINATE = "instance termination";

    private Ec2Faults() {}

    /** Plans a fault; changes nothing. */
    public static Fault plan(Ec2Target target, FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.SHUTDOWN ->
                request.flag(FaultAttribute.REBOOT) ? InstanceReboot.plan(target) : InstanceStop.plan(target, request);
            case TERMINATE -> InstanceTermination.plan(target);
            default -> target.linux().plan(request);
        };
    }
}
