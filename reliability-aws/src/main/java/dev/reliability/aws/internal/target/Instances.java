package dev.reliability.aws.internal.target;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Reads instances and groups, page by page and batch by batch; never one call for each of many. */
public final class Instances {

    private static final int PAGE = 1000;
    private static final int BATCH = 100;
    private static final int MEMBERS_BATCH = 50;
    private static final Set<InstanceStateName> GONE =
            Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

    private final Aws aws;

    /** Reads with these clients. */
    public Instances(Aws aws) {
        this.aws = aws;
    }

    /** Returns the instances that an address names and that are not terminated. */
    public List<Instance> of(Ec2Address where) {
        return switch (where.sort()) {
            case INSTANCE -> alive(byId(List.of(where.what())));
            case TAG -> byTag(where.key(), where.what());
            case GROUP ->
                group(where.what())
                        .map(group -> alive(byId(group.instances().stream()
                                .map(member -> member.instanceId())
                                .toList())))
                        .orElse(List.of());
        };
    }

    private List<Instance> byTag(String key, String value) {
        return read(DescribeInstancesRequest.builder()
                .filters(
                        filter("tag:" + literal(key), literal(value)),
                        filter("instance-state-name", "pending", "running", "stopping", "stopped"))
                .maxResults(PAGE)
                .build());
    }

    /** Returns instances by their ids, terminated ones as long as they are listed; unknown ids are left out. */
    public List<Instance> byId(Collection<String> ids) {
        List<Instance> found = new ArrayList<>();
        batches(ids, BATCH).forEach(batch -> found.addAll(knownOf(batch)));
        return found;
    }

    private List<Instance> knownOf(List<String> ids) {
        try {
            return read(DescribeInstancesRequest.builder().instanceIds(ids).build());
        } catch (Ec2Exception e) {
            if (!Refusals.code(e).equals("InvalidInstanceID.NotFound")) {
                throw e;
            }
            // one unknown id fails the whole call; a filter leaves it out
            return ids.size() == 1
                    ? List.of()
                    : read(DescribeInstancesRequest.builder()
                            .filters(filter("instance-id", ids.toArray(String[]::new)))
                            .maxResults(PAGE)
                            .build());
        }
    }

    private List<Instance> read(DescribeInstancesRequest request) {
        return aws.ec2().describeInstancesPaginator(request).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    /** Returns state and checks of instances, also of those that do not run. */
    public List<InstanceStatus> status(Collection<String> ids) {
        List<InstanceStatus> found = new ArrayList<>();
        batches(ids, BATCH)
                .forEach(batch -> found.addAll(aws.ec2()
                        .describeInstanceStatus(
                                request -> request.instanceIds(batch).includeAllInstances(true))
                        .instanceStatuses()));
        return found;
    }

    /** Returns a group as it is now. */
    public Optional<AutoScalingGroup> group(String name) {
        return groups(List.of(name)).stream().findFirst();
    }

    /** Returns groups as they are now; unknown names are left out. */
    public List<AutoScalingGroup> groups(Collection<String> names) {
        List<AutoScalingGroup> found = new ArrayList<>();
        batches(names, MEMBERS_BATCH).forEach(batch -> aws.autoScaling()
                .describeAutoScalingGroupsPaginator(request -> request.autoScalingGroupNames(batch))
                .autoScalingGroups()
                .forEach(found::add));
        return found;
    }

    /** Returns what groups say of their members among these instances; others are left out. */
    public Map<String, AutoScalingInstanceDetails> memberships(Collection<String> ids) {
        List<AutoScalingInstanceDetails> found = new ArrayList<>();
        batches(ids, MEMBERS_BATCH)
                .forEach(batch -> found.addAll(aws.autoScaling()
                        .describeAutoScalingInstances(request -> request.instanceIds(batch))
                        .autoScalingInstances()));
        return found.stream()
                .collect(
                        Collectors.toMap(AutoScalingInstanceDetails::instanceId, member -> member, (one, same) -> one));
    }

    /** Tells whether it runs. */
    public static boolean runs(Instance instance) {
        return instance.state().name() == InstanceStateName.RUNNING;
    }

    /** Returns the value of a tag. */
    public static Optional<String> tag(Instance instance, String key) {
        return instance.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst();
    }

    private static List<Instance> alive(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> !GONE.contains(instance.state().name()))
                .toList();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    /** Filters read {@code *} and {@code ?} as any text. */
    private static String literal(String text) {
        return text.replaceAll("([\\\\*?])", "\\\\$1");
    }

    private static List<List<String>> batches(Collection<String> all, int size) {
        List<String> list = List.copyOf(all);
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            batches.add(list.subList(from, Math.min(from + size, list.size())));
        }
        return batches;
    }
}
