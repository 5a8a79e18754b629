package dev.reliability.aws.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** {@code chaosaws.ec2.probes}. */
final class Ec2Probes {

    static final String MODULE = "chaosaws.ec2.probes";

    private Ec2Probes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                filtered("describe_instances").calling(Ec2Probes::describe),
                filtered("count_instances").calling(Ec2Probes::count),
                Definition.named(MODULE, "instance_state")
                        .required(ArgumentType.TEXT, "state")
                        .nullable(ArgumentType.LIST, "instance_ids", "filters")
                        .checking(Ec2Probes::check)
                        .calling(Ec2Probes::state),
                filtered("count_min_instances")
                        .optional("min_count", 0L)
                        .calling(call ->
                                count(call) >= call.call().number("min_count").longValue()));
    }

    private static Definition filtered(String name) {
        return Definition.named(MODULE, name)
                .required(ArgumentType.LIST, "filters")
                .checking(InstanceQuery::filters);
    }

    private static Map<String, @Nullable Object> describe(AwsCall call) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("Reservations", Pojos.list(InstanceQuery.reservations(call, InstanceQuery.filters(call))));
        return answer;
    }

    /** The original counts reservations, which are what was started together; so does this. */
    private static long count(AwsCall call) {
        return InstanceQuery.reservations(call, InstanceQuery.filters(call)).size();
    }

    private static void check(AwsCall call) {
        if (call.texts("instance_ids").isEmpty() && InstanceQuery.filters(call).isEmpty()) {
            throw new FunctionFailedException("say which instances are meant: by instance_ids or by filters");
        }
    }

    private static boolean state(AwsCall call) {
        List<String> ids = call.texts("instance_ids");
        List<Instance> instances = ids.isEmpty()
                ? InstanceQuery.instances(InstanceQuery.reservations(call, InstanceQuery.filters(call)))
                : InstanceQuery.byId(call, ids);
        if (instances.isEmpty()) {
            throw new FunctionFailedException("no instance matches " + call.raw("filters"));
        }
        return instances.stream()
                .allMatch(instance -> instance.state().nameAsString().equals(call.text("state")));
    }
}
