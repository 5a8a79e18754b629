package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * {@code chaosaws.ec2.actions}. In a strict experiment stops, restarts and terminations are faults: refused where they could not be undone or
 * replaced, proven, and stopped instances are started again. Otherwise they are the calls that the Python functions make.
 */
final class Ec2Actions {

    static final String MODULE = "chaosaws.ec2.actions";

    private static final String ID = "instance_id";
    private static final String IDS = "instance_ids";
    private static final String FORCE = "force";

    private Ec2Actions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                one("stop_instance")
                        .nullable(ArgumentType.TEXT, "az")
                        .optional(FORCE, false)
                        .nullable(ArgumentType.LIST, "filters")
                        .attacking()
                        .calling(call -> stop(call, chosen(call))),
                several("stop_instances").optional(FORCE, false).attacking().calling(call -> stop(call, chosen(call))),
                one("terminate_instance")
                        .nullable(ArgumentType.TEXT, "az")
                        .nullable(ArgumentType.LIST, "filters")
                        .attacking()
                        .calling(call -> terminate(call, chosen(call))),
                several("terminate_instances").attacking().calling(call -> terminate(call, chosen(call))),
                several("start_instances").changing().calling(call -> start(call, chosen(call))),
                several("restart_instances").attacking().calling(call -> restart(call, chosen(call))));
    }

    private static Definition one(String name) {
        return Definition.named(MODULE, name).nullable(ArgumentType.TEXT, ID).checking(Ec2Actions::check);
    }

    private static Definition several(String name) {
        return Definition.named(MODULE, name)
                .nullable(ArgumentType.LIST, IDS)
                .nullable(ArgumentType.TEXT, "az")
                .nullable(ArgumentType.LIST, "filters")
                .checking(Ec2Actions::check);
    }

    private static void check(AwsCall call) {
        boolean named = !ids(call).isEmpty();
        if (!named && call.text("az").isEmpty() && InstanceQuery.filters(call).isEmpty()) {
            throw new FunctionFailedException("say which instances are meant: by id, by zone (az), or by filters");
        }
    }

    private static List<String> ids(AwsCall call) {
        return call.call().arguments().containsKey(ID)
                ? Optional.of(call.text(ID)).filter(id -> !id.isEmpty()).stream()
                        .toList()
                : call.texts(IDS);
    }

    private static List<Instance> chosen(AwsCall call) {
        List<String> ids = ids(call);
        if (!ids.isEmpty()) {
            return InstanceQuery.byId(call, ids);
        }
        List<Instance> found = InstanceQuery.filtered(call);
        if (found.isEmpty()) {
            throw new FunctionFailedException("No instances in availability zone: "
                    + (call.text("az").isEmpty() ? "any, by filters " + call.raw("filters") : call.text("az")));
        }
        return call.call().arguments().containsKey(ID)
                ? List.of(found.get(ThreadLocalRandom.current().nextInt(found.size())))
                : found;
    }

    private static List<String> ids(List<Instance> instances) {
        return InstanceQuery.ids(instances).toList();
    }

    private static List<Map<String, @Nullable Object>> stop(AwsCall call, List<Instance> instances) {
        if (call.strict()) {
            Attacks.onInstances(call, ids(instances), FaultKind.SHUTDOWN, Map.of());
            return List.of(Map.of("StoppingInstances", changes(call, instances)));
        }
        refuseSpot(instances);
        return List.of(
                Pojos.answer(call.aws().ec2ToChange().stopInstances(request -> request.instanceIds(ids(instances))
                        .force(call.call().flag(FORCE)))));
    }

    private static void refuseSpot(List<Instance> instances) {
        instances.stream()
                .filter(instance -> instance.instanceLifecycle() == InstanceLifecycleType.SPOT
                        || instance.instanceLifecycle() == InstanceLifecycleType.SCHEDULED)
                .findFirst()
                .ifPresent(spot -> {
                    throw new FunctionFailedException("instance " + spot.instanceId() + " is a "
                            + spot.instanceLifecycleAsString() + " instance, which cannot be stopped and started");
                });
    }

    private static List<Map<String, @Nullable Object>> terminate(AwsCall call, List<Instance> instances) {
        if (call.strict()) {
            Attacks.onInstances(call, ids(instances), Ec2Faults.TERMINATE, Map.of());
            return List.of(Map.of("TerminatingInstances", changes(call, instances)));
        }
        return List.of(Pojos.answer(
                call.aws().ec2ToChange().terminateInstances(request -> request.instanceIds(ids(instances)))));
    }

    private static List<Map<String, @Nullable Object>> start(AwsCall call, List<Instance> instances) {
        return Pojos.list(call.aws()
                .ec2ToChange()
                .startInstances(request -> request.instanceIds(ids(instances)))
                .startingInstances());
    }

    private static List<Object> restart(AwsCall call, List<Instance> instances) {
        if (call.strict()) {
            Attacks.onInstances(call, ids(instances), FaultKind.SHUTDOWN, Map.of(FaultAttribute.REBOOT, true));
        } else {
            call.aws().ec2ToChange().rebootInstances(request -> request.instanceIds(ids(instances)));
        }
        return List.of();
    }

    /** What was and what is, as the API tells changes of states. */
    static List<Map<String, @Nullable Object>> changes(AwsCall call, List<Instance> before) {
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        List<Instance> now = InstanceQuery.byId(call, ids(before));
        for (Instance was : before) {
            Optional<Instance> is = now.stream()
                    .filter(one -> one.instanceId().equals(was.instanceId()))
                    .findFirst();
            changes.add(Map.of(
                    "InstanceId",
                    was.instanceId(),
                    "PreviousState",
                    Pojos.map(was.state()),
                    "CurrentState",
                    is.<Object>map(one -> Pojos.map(one.state()))
                            .orElse(Map.of("Code", 48, "Name", InstanceStateName.TERMINATED.toString()))));
        }
        return changes;
    }
}
