package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Instances;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Stops instances, and starts them at the revert. Before the stop, schedules are made that would start them without us. */
final class InstanceStop implements Fault {

    /** An operating system may take minutes to go down. */
    private static final Duration STOP = Duration.ofMinutes(10);

    private final Ec2Target target;
    private final Aws aws;
    private final List<String> ids;
    private final Restart restart;
    private final boolean members;
    private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    /** When those were launched that were not seen down yet. */
    private final Map<String, Instant> launched;

    private boolean sent;
    private volatile boolean finished;
    private volatile @Nullable StateWatch watch;

    private InstanceStop(Ec2Target target, FaultRequest request, boolean members) {
        this.target = target;
        this.aws = target.aws();
        this.ids = target.chosenIds();
        this.restart = new Restart(target, id, request.longest(), Clock.systemUTC());
        this.members = members;
        this.launched = target.chosen().stream()
                .collect(Collectors.toConcurrentMap(Instance::instanceId, Instance::launchTime));
    }

    static InstanceStop plan(Ec2Target target, FaultRequest request) {
        InstanceRefusals refusals = new InstanceRefusals(target.aws(), target.chosen());
        List<String> problems = refusals.ofStop();
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new InstanceStop(target, request, refusals.anyMember());
    }

    @Override
    public String description() {
        return "shutdown of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of(
                "Stopping " + EffectWords.chosen(target),
                "Started again at the latest at " + restart.due() + ", by schedules that are made before the stop");
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(ids.size());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        for (String action : List.of("StopInstances", "StartInstances", "DescribeInstanceAttribute")) {
            rights.add(Rights.on(aws, "ec2:" + action, target.policyArn())
                    .with(Rights.TAG, target.settings().tag()));
        }
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstances"));
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstanceStatus"));
        rights.add(Rights.anywhere(aws, "autoscaling:DescribeAutoScalingInstances"));
        if (members) {
            rights.add(Rights.anywhere(aws, "autoscaling:DescribeAutoScalingGroups"));
        }
        rights.addAll(restart.rights());
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return Records.ofStop(description(), target, restart.names());
    }

    @Override
    public boolean preparesTarget() {
        return true;
    }

    @Override
    public void prepare() {
        restart.arm();
    }

    @Override
    public Optional<String> alreadySo() {
        Map<String, Instance> now = Refusals.running(() -> Recovery.read(aws, ids));
        List<String> down = ids.stream()
                .filter(one -> Recovery.state(now, one) != InstanceStateName.RUNNING)
                .map(one -> "instance " + one + " was " + Recovery.state(now, one) + " already")
                .toList();
        return down.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", down));
    }

    @Override
    public synchronized void inject() {
        restart.check(Clock.systemUTC());
        // from here on nobody knows whether it arrived
        sent = true;
        try {
            aws.ec2ToChange().stopInstances(request -> request.instanceIds(ids));
        } catch (SdkException e) {
            // one that was refused did not arrive
            sent = !(e instanceof AwsServiceException refused) || refused.statusCode() >= 500;
            throw new IllegalStateException(Refusals.words(e), e);
        }
    }

    @Override
    public Evidence evidence() {
        Map<String, Instance> now = Refusals.running(() -> Recovery.read(aws, ids));
        List<String> up = ids.stream()
                .filter(one -> Recovery.state(now, one) != InstanceStateName.STOPPED)
                .map(one -> "instance " + one + " is " + Recovery.state(now, one))
                .toList();
        ids.stream()
                .filter(one -> Recovery.state(now, one) == InstanceStateName.STOPPED)
                .forEach(launched::remove);
        if (up.size() == ids.size()) {
            return Evidence.none("stopped nothing", String.join(", ", up));
        }
        if (up.isEmpty()) {
            keepWatch();
        }
        return Evidence.bite((ids.size() - up.size()) + " of " + ids.size() + " chosen instances stopped")
                .with("instances", ids)
                .with("checks", checks())
                .missing(up);
    }

    /** What the checks of the status say while it is down, for whoever wonders about an alarm. */
    private Map<String, String> checks() {
        try {
            return new Instances(aws)
                    .status(ids).stream()
                            .collect(Collectors.toMap(
                                    status -> status.instanceId(),
                                    status -> status.instanceState().nameAsString() + ", checks "
                                            + status.instanceStatus().statusAsString()));
        } catch (SdkException e) {
            return Map.of("unknown", Refusals.words(e));
        }
    }

    private synchronized void keepWatch() {
        if (watch == null) {
            watch = new StateWatch(aws, ids);
        }
    }

    @Override
    public Optional<String> lost() {
        StateWatch watching = watch;
        return watching == null ? Optional.empty() : watching.lost();
    }

    @Override
    public synchronized void revert() {
        StateWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        Refusals.running(() -> {
            List<String> down = sent ? Recovery.bringBack(aws, ids, launched) : List.<String>of();
            // as long as one is down, its schedule may still help
            if (down.isEmpty() || down.stream().allMatch(Recovery::forGood)) {
                restart.disarm();
            }
            return down;
        });
    }

    @Override
    public List<String> residue() {
        List<String> left =
                Refusals.running(() -> Records.left(sent ? Recovery.down(aws, ids) : List.of(), restart.left()));
        finished = left.stream().anyMatch(Recovery::forGood);
        return left;
    }

    @Override
    public Duration timeToProve() {
        return STOP;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Recovery.RETURN;
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }

    @Override
    public boolean mayHeal() {
        return !finished;
    }
}
