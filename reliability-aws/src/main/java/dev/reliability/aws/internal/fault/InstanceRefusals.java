package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;

/** What stands against a stop that is to be undone, or a termination that is to be replaced. */
final class InstanceRefusals {

    /** Without both suspended, a group terminates a member that does not run. */
    private static final List<String> REPLACES = List.of("HealthCheck", "ReplaceUnhealthy");

    /** Without any of these, a terminated member is not replaced. */
    private static final List<String> NEEDED = List.of("HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate");

    private final Aws aws;
    private final List<Instance> instances;
    private final Map<String, AutoScalingInstanceDetails> members;

    InstanceRefusals(Aws aws, List<Instance> instances) {
        this.aws = aws;
        this.instances = instances;
        this.members = Refusals.planning(() -> new Instances(aws).memberships(ids(instances)));
    }

    /** Tells whether any is a member of a group, which had to be asked then. */
    boolean anyMember() {
        return !members.isEmpty();
    }

    /** Returns the groups that any belongs to. */
    Set<String> groupNames() {
        return members.values().stream()
                .map(AutoScalingInstanceDetails::autoScalingGroupName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns why these cannot be stopped and started again, a sentence each. */
    List<String> ofStop() {
        List<String> problems = new ArrayList<>();
        for (Instance instance : instances) {
            String id = "instance " + instance.instanceId();
            if (instance.rootDeviceType() == DeviceType.INSTANCE_STORE) {
                problems.add(id + " has its root on an instance store: it cannot be stopped, only rebooted");
            }
            if (instance.instanceLifecycle() == InstanceLifecycleType.SPOT) {
                problems.add(id + " is a spot instance: a stop may be final, so use reboot = true or an instance on"
                        + " demand");
            }
            if ("terminate".equals(shutdownBehavior(instance))) {
                problems.add(id + " is terminated by a shutdown (InstanceInitiatedShutdownBehavior is terminate): set"
                        + " it to stop with: aws ec2 modify-instance-attribute --region " + aws.region()
                        + " --instance-id " + instance.instanceId()
                        + " --instance-initiated-shutdown-behavior stop");
            }
            if (attribute(instance, InstanceAttributeName.DISABLE_API_STOP)
                    .disableApiStop()
                    .value()) {
                problems.add(id + " is protected against stops (DisableApiStop): use reboot = true, or take the"
                        + " protection away");
            }
        }
        problems.addAll(membersThatWouldBeReplaced());
        return problems;
    }

    private String shutdownBehavior(Instance instance) {
        return attribute(instance, InstanceAttributeName.INSTANCE_INITIATED_SHUTDOWN_BEHAVIOR)
                .instanceInitiatedShutdownBehavior()
                .value();
    }

    private DescribeInstanceAttributeResponse attribute(Instance instance, InstanceAttributeName name) {
        return Refusals.planning(
                () -> aws.ec2().describeInstanceAttribute(request -> request.instanceId(instance.instanceId())
                        .attribute(name)));
    }

    private List<String> membersThatWouldBeReplaced() {
        Map<String, AutoScalingGroup> groups = groups();
        return members.values().stream()
                .filter(member -> !member.lifecycleState().equals("Standby"))
                .filter(member -> !suspended(groups, member).containsAll(REPLACES))
                .map(member -> "instance " + member.instanceId() + " belongs to the auto scaling group "
                        + member.autoScalingGroupName() + ", which would terminate and replace it while it is down:"
                        + " suspend both with: aws autoscaling suspend-processes --region " + aws.region()
                        + " --auto-scaling-group-name '" + member.autoScalingGroupName()
                        + "' --scaling-processes HealthCheck ReplaceUnhealthy, or use @TerminateInstancesAttack")
                .sorted()
                .toList();
    }

    /** Returns why these would not be replaced once they are terminated, a sentence each. */
    List<String> ofTermination() {
        List<String> problems = new ArrayList<>();
        Map<String, AutoScalingGroup> groups = groups();
        for (Instance instance : instances) {
            AutoScalingInstanceDetails member = members.get(instance.instanceId());
            if (member == null) {
                problems.add("nothing replaces instance " + instance.instanceId()
                        + ": it belongs to no auto scaling group, so once terminated it stays away; use"
                        + " @ShutdownAttack");
                continue;
            }
            Set<String> suspended = suspended(groups, member);
            List<String> missing = NEEDED.stream().filter(suspended::contains).toList();
            if (!missing.isEmpty()) {
                problems.add("nothing replaces instance " + instance.instanceId() + ": its auto scaling group "
                        + member.autoScalingGroupName() + " has " + String.join(", ", missing) + " suspended");
            }
            if (attribute(instance, InstanceAttributeName.DISABLE_API_TERMINATION)
                    .disableApiTermination()
                    .value()) {
                problems.add("instance " + instance.instanceId()
                        + " is protected against termination (DisableApiTermination)");
            }
        }
        return problems;
    }

    private static Set<String> suspended(Map<String, AutoScalingGroup> groups, AutoScalingInstanceDetails member) {
        AutoScalingGroup group = groups.get(member.autoScalingGroupName());
        return group == null
                ? Set.of()
                : group.suspendedProcesses().stream()
                        .map(SuspendedProcess::processName)
                        .collect(Collectors.toSet());
    }

    private Map<String, AutoScalingGroup> groups() {
        return Refusals.planning(() -> new Instances(aws).groups(groupNames())).stream()
                .collect(Collectors.toMap(AutoScalingGroup::autoScalingGroupName, Function.identity()));
    }

    private static List<String> ids(List<Instance> instances) {
        return instances.stream().map(Instance::instanceId).toList();
    }
}
