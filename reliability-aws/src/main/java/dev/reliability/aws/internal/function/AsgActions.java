package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/** {@code chaosaws.asg.actions}. In a strict experiment stops and terminations are faults, as those of single instances are. */
final class AsgActions {

    static final String MODULE = "chaosaws.asg.actions";

    private static final String COUNT = "instance_count";
    private static final String PERCENT = "instance_percent";
    private static final String PROCESSES = "process_names";
    private static final int HUNDRED = 100;
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "Launch",
            "Terminate",
            "HealthCheck",
            "AZRebalance",
            "AlarmNotification",
            "ScheduledActions",
            "AddToLoadBalancer",
            "ReplaceUnhealthy",
            "InstanceRefresh"));

    private AsgActions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                groups("suspend_processes")
                        .nullable(ArgumentType.LIST, PROCESSES)
                        .changing()
                        .checking(AsgActions::checkProcesses)
                        .calling(call -> processes(call, true)),
                groups("resume_processes")
                        .nullable(ArgumentType.LIST, PROCESSES)
                        .changing()
                        .checking(AsgActions::checkProcesses)
                        .calling(call -> processes(call, false)),
                random("stop_random_instances")
                        .optional("force", false)
                        .attacking()
                        .checking(AsgActions::checkNumber)
                        .calling(AsgActions::stop),
                random("terminate_random_instances")
                        .attacking()
                        .checking(AsgActions::checkNumber)
                        .calling(AsgActions::terminate));
    }

    private static Definition groups(String name) {
        return Definition.named(MODULE, name).nullable(ArgumentType.LIST, "asg_names", "tags");
    }

    private static Definition random(String name) {
        return groups(name).nullable(ArgumentType.INTEGER, COUNT, PERCENT).nullable(ArgumentType.TEXT, "az");
    }

    private static void checkProcesses(AwsCall call) {
        GroupQuery.check(call);
        List<String> unknown = call.texts(PROCESSES).stream()
                .filter(process -> !KNOWN.contains(process))
                .toList();
        if (!unknown.isEmpty()) {
            throw new FunctionFailedException("invalid process(es): " + unknown + " not in " + KNOWN);
        }
    }

    private static Map<String, @Nullable Object> processes(AwsCall call, boolean suspend) {
        List<String> names = GroupQuery.groups(call).stream()
                .map(AutoScalingGroup::autoScalingGroupName)
                .toList();
        List<String> processes = call.texts(PROCESSES);
        for (String name : names) {
            if (suspend) {
                call.aws().autoScalingToChange().suspendProcesses(request -> request.autoScalingGroupName(name)
                        .scalingProcesses(processes));
            } else {
                call.aws().autoScalingToChange().resumeProcesses(request -> request.autoScalingGroupName(name)
                        .scalingProcesses(processes));
            }
        }
        return AsgProbes.described(GroupQuery.named(call, names));
    }

    private static void checkNumber(AwsCall call) {
        GroupQuery.check(call);
        int said = (call.number(COUNT).isPresent() ? 1 : 0)
                + (call.number(PERCENT).isPresent() ? 1 : 0)
                + (call.text("az").isEmpty() ? 0 : 1);
        if (said == 0 || said == 3) {
            throw new FunctionFailedException("Must specify one of \"instance_count\", \"instance_percent\", \"az\"");
        }
    }

    /** Chooses by chance among those in service. */
    private static List<String> chosen(AwsCall call, AutoScalingGroup group) {
        List<Instance> serving = group.instances().stream()
                .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
                .toList();
        String zone = call.text("az");
        if (!zone.isEmpty()) {
            List<String> there = serving.stream()
                    .filter(instance -> zone.equals(instance.availabilityZone()))
                    .map(Instance::instanceId)
                    .sorted()
                    .toList();
            if (there.isEmpty()) {
                throw new FunctionFailedException("No instances found in Availability Zone: " + zone);
            }
            return there;
        }
        long wanted = call.number(PERCENT).isPresent()
                ? serving.size() * call.number(PERCENT).getAsLong() / HUNDRED
                : call.number(COUNT).orElse(0);
        if (wanted > serving.size()) {
            throw new FunctionFailedException("Not enough healthy instances in " + group.autoScalingGroupName()
                    + " to satisfy the count " + wanted + " (" + serving.size() + ")");
        }
        if (wanted == 0) {
            call.failIfStrict(
                    "chose no instance of the " + serving.size() + " in service of " + group.autoScalingGroupName());
        }
        List<String> ids =
                new ArrayList<>(serving.stream().map(Instance::instanceId).toList());
        Collections.shuffle(ids);
        return ids.subList(0, (int) wanted).stream().sorted().toList();
    }

    private static List<Map<String, @Nullable Object>> stop(AwsCall call) {
        return each(
                call,
                "StoppingInstances",
                FaultKind.SHUTDOWN,
                ids -> Pojos.list(call.aws()
                        .ec2ToChange()
                        .stopInstances(request ->
                                request.instanceIds(ids).force(call.call().flag("force")))
                        .stoppingInstances()));
    }

    private static List<Map<String, @Nullable Object>> terminate(AwsCall call) {
        return each(
                call,
                "TerminatingInstances",
                Ec2Faults.TERMINATE,
                ids -> Pojos.list(call.aws()
                        .ec2ToChange()
                        .terminateInstances(request -> request.instanceIds(ids))
                        .terminatingInstances()));
    }

    private static List<Map<String, @Nullable Object>> each(
            AwsCall call,
            String key,
            String kind,
            java.util.function.Function<List<String>, List<Map<String, @Nullable Object>>> change) {
        Map<String, List<String>> byGroup = new LinkedHashMap<>();
        GroupQuery.groups(call).forEach(group -> byGroup.put(group.autoScalingGroupName(), chosen(call, group)));
        List<String> all = byGroup.values().stream().flatMap(List::stream).toList();
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        if (call.strict()) {
            List<software.amazon.awssdk.services.ec2.model.Instance> before = InstanceQuery.byId(call, all);
            Attacks.onInstances(call, all, kind, Map.of());
            byGroup.forEach((group, ids) -> results.add(Map.of(
                    "AutoScalingGroupName",
                    group,
                    key,
                    Ec2Actions.changes(
                            call,
                            before.stream()
                                    .filter(instance -> ids.contains(instance.instanceId()))
                                    .toList()))));
        } else {
            byGroup.forEach((group, ids) -> results.add(
                    Map.of("AutoScalingGroupName", group, key, ids.isEmpty() ? List.of() : change.apply(ids))));
        }
        return results;
    }
}
