package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Instances;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Terminates members of auto scaling groups. The groups replace them, which is the healing; the bite is that these instances are gone. */
final class InstanceTermination implements Fault {

    private static final Duration HEALING = Duration.ofMinutes(15);
    private static final Duration GOING = Duration.ofMinutes(5);

    /** A group that keeps what was stopped in the end took it out of service all the same. */
    private static final Set<InstanceStateName> GONE =
            Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED, InstanceStateName.STOPPED);

    private final Ec2Target target;
    private final Aws aws;
    private final List<String> ids;
    private final Set<String> groups;
    private int serving;
    private boolean sent;

    private InstanceTermination(Ec2Target target, Set<String> groups) {
        this.target = target;
        this.aws = target.aws();
        this.ids = target.chosenIds();
        this.groups = groups;
    }

    static InstanceTermination plan(Ec2Target target) {
        InstanceRefusals refusals = new InstanceRefusals(target.aws(), target.chosen());
        List<String> problems = refusals.ofTermination();
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new InstanceTermination(target, refusals.groupNames());
    }

    @Override
    public String description() {
        return "termination of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of(
                "Terminating " + EffectWords.chosen(target),
                "Replaced by the auto scaling group " + String.join(", ", groups));
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(ids.size());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        for (String action : List.of("TerminateInstances", "DescribeInstanceAttribute")) {
            rights.add(Rights.on(aws, "ec2:" + action, target.policyArn())
                    .with(Rights.TAG, target.settings().tag()));
        }
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstances"));
        rights.add(Rights.anywhere(aws, "autoscaling:DescribeAutoScalingInstances"));
        rights.add(Rights.anywhere(aws, "autoscaling:DescribeAutoScalingGroups"));
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return Records.ofNothing(description(), target);
    }

    @Override
    public Optional<String> alreadySo() {
        serving = serving();
        Map<String, Instance> now = Refusals.running(() -> Recovery.read(aws, ids));
        List<String> going = ids.stream()
                .filter(id -> Recovery.state(now, id) != InstanceStateName.RUNNING)
                .toList();
        return going.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", going) + (going.size() == 1 ? " was" : " were") + " going already");
    }

    @Override
    public void inject() {
        sent = true;
        Refusals.running(() -> aws.ec2ToChange().terminateInstances(request -> request.instanceIds(ids)));
    }

    @Override
    public Evidence evidence() {
        Map<String, Instance> now = Refusals.running(() -> Recovery.read(aws, ids));
        List<String> left = ids.stream()
                .filter(id -> !GONE.contains(Recovery.state(now, id)))
                .map(id -> "instance " + id + " is " + Recovery.state(now, id))
                .toList();
        if (left.size() == ids.size()) {
            return Evidence.none("ended no instance", String.join(", ", left));
        }
        return Evidence.bite((ids.size() - left.size()) + " of " + ids.size() + " chosen instances gone")
                .with("instances", ids)
                .missing(left);
    }

    @Override
    public void revert() {
        // the groups replace them; there is nothing to take back
    }

    @Override
    public List<String> residue() {
        if (!sent) {
            return List.of();
        }
        int missing = serving - serving();
        return missing <= 0
                ? List.of()
                : List.of(missing + " of " + serving + " instances in service of the auto scaling group "
                        + String.join(", ", groups) + (missing == 1 ? " is" : " are") + " not replaced yet");
    }

    /** Counts those in service and healthy, without the ones that were terminated, which stay so in a group's books for a while. */
    private int serving() {
        Set<String> mine = sent ? new HashSet<>(ids) : Set.of();
        List<AutoScalingGroup> now = Refusals.running(() -> new Instances(aws).groups(groups));
        return (int) now.stream()
                .flatMap(group -> group.instances().stream())
                .filter(member -> member.lifecycleState() == LifecycleState.IN_SERVICE
                        && "Healthy".equals(member.healthStatus())
                        && !mine.contains(member.instanceId()))
                .count();
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("aws autoscaling describe-scaling-activities --region " + aws.region()
                + " --auto-scaling-group-name '" + groups.iterator().next() + "'");
    }

    @Override
    public Duration timeToProve() {
        return GOING;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
