package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.client.Poller;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** {@code chaosaws.asg.probes}. */
final class AsgProbes {

    static final String MODULE = "chaosaws.asg.probes";

    private static final String NAMES = "asg_names";
    private static final String TAGS = "tags";
    private static final String TIMEOUT = "timeout";
    private static final long USUAL_TIMEOUT = 300;

    /** Python's largest number, which its functions return when they give up. */
    private static final long GIVEN_UP = Long.MAX_VALUE;

    private static final double SECOND = 1e9;
    private static final Poller LOOKS = Poller.every(Duration.ofSeconds(1));

    private AsgProbes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                named("desired_equals_healthy").calling(call -> healthy(GroupQuery.named(call))),
                tagged("desired_equals_healthy_tags").calling(call -> healthy(GroupQuery.tagged(call))),
                named("wait_desired_equals_healthy")
                        .optional(TIMEOUT, USUAL_TIMEOUT)
                        .calling(call -> await(call, GroupQuery::named, true)),
                tagged("wait_desired_equals_healthy_tags")
                        .optional(TIMEOUT, USUAL_TIMEOUT)
                        .calling(call -> await(call, GroupQuery::tagged, true)),
                tagged("wait_desired_not_equals_healthy_tags")
                        .optional(TIMEOUT, USUAL_TIMEOUT)
                        .calling(call -> await(call, GroupQuery::tagged, false)),
                tagged("is_scaling_in_progress").calling(AsgProbes::scales),
                either("process_is_suspended")
                        .nullable(ArgumentType.LIST, "process_names")
                        .checking(GroupQuery::check)
                        .calling(AsgProbes::suspended),
                Definition.named(MODULE, "has_subnets")
                        .required(ArgumentType.LIST, "subnets")
                        .nullable(ArgumentType.LIST, NAMES, TAGS)
                        .checking(GroupQuery::check)
                        .calling(AsgProbes::subnets),
                either("describe_auto_scaling_groups")
                        .checking(GroupQuery::checkAny)
                        .calling(call -> described(GroupQuery.groups(call))),
                either("instance_count_by_health")
                        .optional("count_healthy", true)
                        .checking(GroupQuery::checkAny)
                        .calling(AsgProbes::count));
    }

    private static Definition named(String name) {
        return Definition.named(MODULE, name)
                .required(ArgumentType.LIST, NAMES)
                .checking(call ->
                        refuseNone(call.texts(NAMES).isEmpty(), "Non-empty list of auto scaling groups is required"));
    }

    private static Definition tagged(String name) {
        return Definition.named(MODULE, name)
                .required(ArgumentType.LIST, TAGS)
                .checking(call -> refuseNone(call.tags(TAGS).isEmpty(), "Non-empty tags is required"));
    }

    private static void refuseNone(boolean none, String message) {
        if (none) {
            throw new FunctionFailedException(message);
        }
    }

    private static Definition either(String name) {
        return Definition.named(MODULE, name).nullable(ArgumentType.LIST, NAMES, TAGS);
    }

    /** Whether each group has as many healthy instances in service as it wants, and at least one. */
    private static boolean healthy(List<AutoScalingGroup> groups) {
        return !groups.isEmpty() && groups.stream().allMatch(AsgProbes::healthy);
    }

    private static boolean healthy(AutoScalingGroup group) {
        long healthy = group.instances().stream()
                .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE
                        && "Healthy".equals(instance.healthStatus()))
                .count();
        return healthy > 0 && healthy == group.desiredCapacity();
    }

    private static long await(AwsCall call, Function<AwsCall, List<AutoScalingGroup>> groups, boolean wanted)
            throws InterruptedException {
        Duration limit = Duration.ofNanos((long) (call.seconds(TIMEOUT) * SECOND));
        long begin = LOOKS.time().nanos();
        boolean last = LOOKS.await(limit, () -> healthy(groups.apply(call)), now -> now == wanted);
        if (last != wanted) {
            call.failIfStrict("gave up after " + call.call().number(TIMEOUT) + " s: the groups "
                    + (wanted ? "do not have" : "still have") + " as many healthy instances as they want");
            return GIVEN_UP;
        }
        return (long) ((LOOKS.time().nanos() - begin) / SECOND);
    }

    private static boolean scales(AwsCall call) {
        return GroupQuery.tagged(call).stream()
                .flatMap(group -> group.instances().stream())
                .anyMatch(instance -> instance.lifecycleState() != LifecycleState.IN_SERVICE
                        || !"Healthy".equals(instance.healthStatus()));
    }

    private static boolean suspended(AwsCall call) {
        List<String> wanted = call.texts("process_names");
        return GroupQuery.groups(call).stream().allMatch(group -> group.suspendedProcesses().stream()
                .map(SuspendedProcess::processName)
                .toList()
                .containsAll(wanted));
    }

    private static boolean subnets(AwsCall call) {
        TreeSet<String> wanted = new TreeSet<>(call.texts("subnets"));
        return GroupQuery.groups(call).stream()
                .allMatch(
                        group -> new TreeSet<>(List.of(group.vpcZoneIdentifier().split(","))).equals(wanted));
    }

    static Map<String, @Nullable Object> described(List<AutoScalingGroup> groups) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("AutoScalingGroups", Pojos.list(groups));
        return answer;
    }

    private static long count(AwsCall call) {
        String status = call.call().flag("count_healthy") ? "Healthy" : "Unhealthy";
        return GroupQuery.groups(call).stream()
                .flatMap(group -> group.instances().stream())
                .filter(instance -> status.equals(instance.healthStatus()))
                .count();
    }
}
