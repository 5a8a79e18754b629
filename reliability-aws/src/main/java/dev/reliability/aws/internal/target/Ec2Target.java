package dev.reliability.aws.internal.target;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Shell;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Instances: one by its id, those with a tag, or the members of a group. They are looked up once, and the same ones are meant from then
 * on.
 */
public final class Ec2Target implements Target {

    private final String name;
    private final Address address;
    private final Ec2Address where;
    private final Aws aws;
    private final Settings settings;
    private final Choice choice;
    private final TargetContext context;
    private final BiFunction<Ec2Target, FaultRequest, Fault> planner;
    private final Function<Ec2Target, Optional<String>> marks;
    private @Nullable List<Instance> found;
    private @Nullable List<Instance> chosen;
    private @Nullable Map<String, LinuxTarget> linux;

    /**
     * A target; nothing is asked by this call.
     *
     * @param planner plans its faults
     * @param marks finds the marks that faults leave on it
     */
    public Ec2Target(
            String name,
            Address address,
            Aws aws,
            Settings settings,
            Choice choice,
            TargetContext context,
            BiFunction<Ec2Target, FaultRequest, Fault> planner,
            Function<Ec2Target, Optional<String>> marks) {
        this.name = name;
        this.address = address;
        this.where = Ec2Address.parse(address);
        this.aws = aws;
        this.settings = settings;
        this.choice = choice;
        this.context = context;
        this.planner = planner;
        this.marks = marks;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    /** Returns what the address names. */
    public Ec2Address where() {
        return where;
    }

    /** Returns the clients by which it is reached. */
    public Aws aws() {
        return aws;
    }

    /** Returns what holds for all targets of AWS. */
    public Settings settings() {
        return settings;
    }

    /** Returns which instances are meant, for words. */
    public Choice choice() {
        return choice;
    }

    /** Returns how it is logged in to. */
    public Login login() {
        return new Login(context);
    }

    /** Returns the command that ends what is left on it. */
    public String sweepCommand() {
        return context.sweepCommand();
    }

    /** Returns all instances that it stands for; terminated ones are none. */
    public synchronized List<Instance> all() {
        List<Instance> known = found;
        if (known == null) {
            known = Refusals.planning(() -> {
                // whose account it is comes before everything else
                aws.identity();
                return new Instances(aws).of(where);
            });
            found = known;
        }
        return known;
    }

    /**
     * Returns the instances that are attacked.
     *
     * @throws PlanException if nothing runs, or several are there and nobody chose
     */
    public synchronized List<Instance> chosen() {
        List<Instance> known = chosen;
        if (known == null) {
            List<Instance> running = all().stream().filter(Instances::runs).toList();
            if (running.isEmpty()) {
                throw new PlanException(name + " " + unfit().orElse("stands for no instance that runs"));
            }
            known = choice.of(running, where.toString());
            chosen = known;
        }
        return known;
    }

    /** Returns the ids of the instances that are attacked. */
    public List<String> chosenIds() {
        return chosen().stream().map(Instance::instanceId).toList();
    }

    /**
     * Returns the ARN that stands for what is attacked in a policy: of the instance, or of all where others are chosen next time.
     */
    public String policyArn() {
        return aws.arn("ec2", "instance/" + (where.sort() == Ec2Address.Sort.INSTANCE ? where.what() : "*"));
    }

    /**
     * Returns the instances that are attacked, by their ids, as Linux hosts behind SSH.
     *
     * @throws PlanException if one of them cannot be logged in to
     */
    public synchronized Map<String, LinuxTarget> linux() {
        Map<String, LinuxTarget> known = linux;
        if (known == null) {
            known = new TreeMap<>();
            for (Map.Entry<String, Address> login : login().to(chosen()).entrySet()) {
                // by this address it is undone, too: who logs in there needs no AWS
                known.put(
                        login.getKey(),
                        LinuxTarget.of(name, login.getValue(), Login.shell(login.getValue(), context), context));
            }
            linux = known;
        }
        return known;
    }

    /** Returns a way into the first instance that is attacked. */
    public Shell shell() {
        return Login.shell(login().to(chosen().get(0)), context);
    }

    private synchronized Collection<LinuxTarget> loggedInTo() {
        return linux == null ? List.of() : linux.values();
    }

    /** Returns the run whose schedule or mark is on any of them, if there is one. */
    @Override
    public Optional<String> attackedBy() {
        Optional<String> stopped = Refusals.running(() -> marks.apply(this));
        if (stopped.isPresent()) {
            return stopped;
        }
        Collection<LinuxTarget> hosts = login().configured() && all().size() == 1 ? linux().values() : loggedInTo();
        return hosts.stream()
                .map(LinuxTarget::attackedBy)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Set<String> resources() {
        Set<String> keys = new TreeSet<>();
        for (Instance instance : all()) {
            keys.add(aws.arn("ec2", "instance/" + instance.instanceId()));
            keys.addAll(MachineKeys.of(InstanceNames.ofMachine(instance)));
        }
        if (where.sort() == Ec2Address.Sort.GROUP) {
            keys.add(aws.arn("autoscaling", "autoScalingGroup/" + where.what()));
        }
        if (keys.isEmpty()) {
            keys.add(address.toString());
        }
        for (LinuxTarget host : loggedInTo()) {
            keys.add(host.address().toString());
            keys.addAll(host.resources());
        }
        return keys;
    }

    @Override
    public int size() {
        return Math.max(1, all().size());
    }

    @Override
    public Optional<String> unfit() {
        List<Instance> instances = all();
        if (instances.isEmpty()) {
            return Optional.of("stands for no instance: " + where + " matches nothing in " + aws.region()
                    + " of account " + aws.identity().account());
        }
        if (instances.stream().anyMatch(Instances::runs)) {
            return Optional.empty();
        }
        return Optional.of("is down already: "
                + instances.stream()
                        .map(instance -> instance.instanceId() + " is "
                                + instance.state().nameAsString())
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public Set<String> identities() {
        List<Instance> now = where.sort() == Ec2Address.Sort.GROUP
                ? new Instances(aws).of(where)
                : new Instances(aws)
                        .byId(all().stream().map(Instance::instanceId).toList());
        return now.stream()
                .filter(Instances::runs)
                .flatMap(instance -> InstanceNames.all(instance).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<Alarm> unhealthy() {
        return Optional.of(new InstancesAlarm(
                aws, () -> (where.sort() == Ec2Address.Sort.GROUP ? new Instances(aws).of(where) : all())
                        .stream().map(Instance::instanceId).toList()));
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(Rights.anywhere(aws, "sts:GetCallerIdentity"));
        rights.add(Rights.anywhere(aws, "ec2:DescribeInstances"));
        if (where.sort() == Ec2Address.Sort.GROUP) {
            rights.add(Rights.anywhere(aws, "autoscaling:DescribeAutoScalingGroups"));
        }
        return rights;
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("accounts", Set.of(Refusals.planning(aws::identity).account()), "regions", Set.of(aws.region()));
    }

    @Override
    public Fault plan(FaultRequest request) {
        List<String> untagged = chosen().stream()
                .filter(instance ->
                        !Instances.tag(instance, settings.tagKey()).equals(Optional.of(settings.tagValue())))
                .map(Instance::instanceId)
                .toList();
        if (!untagged.isEmpty()) {
            throw new PlanException(
                    "instance " + String.join(", ", untagged) + " does not have the tag " + settings.tag()
                            + ", by which its owner allows attacks: add it, or set reliability.aws.opt-in-tag");
        }
        return planner.apply(this, request);
    }
}
