package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Instances;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Right;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;

/**
 * Reboots instances. EC2 shows nothing of it but what the checks of the status notice, which may be nothing; where an instance can be
 * logged in to, it tells itself that it was started anew.
 */
final class InstanceReboot implements Fault {

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration REBOOT = Duration.ofMinutes(5);

    /** When the kernel and its first process began, which changes with every start. */
    private static final ShellCommand INCARNATION = ShellCommand.script(
                    "cat /proc/sys/kernel/random/boot_id; cut -d' ' -f22 /proc/1/stat")
            .withTimeout(ANSWER);

    private final Ec2Target target;
    private final Aws aws;
    private final List<String> ids;
    private final Optional<Shell> shell;
    private String before = "";
    private boolean sent;
    private @Nullable Evidence proof;

    private InstanceReboot(Ec2Target target, Optional<Shell> shell) {
        this.target = target;
        this.aws = target.aws();
        this.ids = target.chosenIds();
        this.shell = shell;
    }

    static InstanceReboot plan(Ec2Target target) {
        boolean one = target.login().configured() && target.chosen().size() == 1;
        return new InstanceReboot(target, one ? Optional.of(target.shell()) : Optional.empty());
    }

    @Override
    public String description() {
        return "reboot of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of(
                "Rebooting " + EffectWords.chosen(target),
                shell.isPresent()
                        ? "Proven by the instance itself, over SSH"
                        : "It may be over before a check of the status notices, and then proves nothing: with target."
                                + target.name() + ".user it is proven over SSH");
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(ids.size());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(Rights.on(aws, "ec2:RebootInstances", target.policyArn())
                .with(Rights.TAG, target.settings().tag()));
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstances"));
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstanceStatus"));
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return Records.ofNothing(description(), target);
    }

    @Override
    public Optional<String> alreadySo() {
        Map<String, Instance> now = Refusals.running(() -> Recovery.read(aws, ids));
        List<String> down = ids.stream()
                .filter(id -> Recovery.state(now, id) != InstanceStateName.RUNNING)
                .map(id -> "instance " + id + " was " + Recovery.state(now, id) + " already")
                .toList();
        if (!down.isEmpty()) {
            return Optional.of(String.join(", ", down));
        }
        if (shell.isEmpty()) {
            List<String> sick = unsettled();
            return sick.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sick));
        }
        before = incarnation(shell.get()).orElse("");
        return before.isEmpty()
                ? Optional.of("instance " + ids.get(0) + " did not answer at "
                        + shell.get().address() + " already")
                : Optional.empty();
    }

    @Override
    public void inject() {
        sent = true;
        Refusals.running(() -> aws.ec2ToChange().rebootInstances(request -> request.instanceIds(ids)));
    }

    @Override
    public synchronized Evidence evidence() {
        Evidence known = proof;
        if (known != null) {
            return known;
        }
        Evidence seen = shell.isPresent() ? bySsh(shell.get()) : byChecks();
        if (seen.complete()) {
            proof = seen;
        }
        return seen;
    }

    private Evidence bySsh(Shell way) {
        long asked = System.nanoTime();
        Optional<String> now = incarnation(way);
        if (now.isPresent() && now.get().equals(before)) {
            return Evidence.none("ended nothing", "instance " + ids.get(0) + " is still up");
        }
        return Evidence.bite(
                        now.isPresent()
                                ? target.name() + " went down and was started anew"
                                : target.name() + " is down: it does not answer at " + way.address())
                .begun(Duration.ofNanos(System.nanoTime() - asked));
    }

    private Evidence byChecks() {
        List<String> noticed = unsettled();
        if (noticed.isEmpty()) {
            return Evidence.none(
                    "was noticed by no check of the status",
                    "it may have been over too soon; set target." + target.name() + ".user, and it is proven over SSH");
        }
        return Evidence.bite(String.join(", ", noticed))
                .missing(ids.stream()
                        .filter(id -> noticed.stream().noneMatch(clause -> clause.contains(id)))
                        .map(id -> "no check of instance " + id + " noticed it")
                        .toList());
    }

    private List<String> unsettled() {
        return Refusals.running(() -> new Instances(aws).status(ids)).stream()
                .filter(status -> status.instanceStatus().status() != SummaryStatus.OK)
                .map(InstanceReboot::words)
                .toList();
    }

    private static String words(InstanceStatus status) {
        return "the check of instance " + status.instanceId() + " says "
                + status.instanceStatus().statusAsString();
    }

    private static Optional<String> incarnation(Shell shell) {
        try {
            ShellResult result = shell.run(INCARNATION);
            return result.succeeded() ? Optional.of(result.output().strip()) : Optional.empty();
        } catch (ShellException e) {
            return Optional.empty();
        }
    }

    @Override
    public void revert() {
        // it comes back by itself
    }

    @Override
    public List<String> residue() {
        if (!sent) {
            return List.of();
        }
        if (shell.isPresent()) {
            Optional<String> now = incarnation(shell.get());
            boolean back = now.isPresent() && (proof == null || !now.get().equals(before));
            return back ? List.of() : List.of("instance " + ids.get(0) + " is not back yet");
        }
        return Refusals.running(() -> Recovery.down(aws, ids));
    }

    @Override
    public Duration timeToProve() {
        return REBOOT;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Recovery.RETURN;
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
