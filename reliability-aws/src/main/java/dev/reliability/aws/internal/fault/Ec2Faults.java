package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.JointFault;
import dev.reliability.spi.JointFault.Part;
import java.util.Map;

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
            default -> inside(target, request);
        };
    }

    /** What hits the one instance that is attacked is undone by whoever logs in there; what hits several is undone together. */
    private static Fault inside(Ec2Target target, FaultRequest request) {
        Map<String, LinuxTarget> hosts = target.linux();
        if (hosts.size() == 1) {
            return hosts.values().iterator().next().plan(request);
        }
        return JointFault.of(
                request.kind() + " of " + target.name(),
                target.address(),
                hosts.entrySet().stream()
                        .map(host -> new Part(
                                "instance " + host.getKey(), host.getValue().plan(request)))
                        .toList());
    }
}
