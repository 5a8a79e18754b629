package dev.reliability.aws.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** {@code chaosaws.elbv2.probes}. */
final class LoadBalancerProbes {

    static final String MODULE = "chaosaws.elbv2.probes";

    private static final String NAMES = "tg_names";
    private static final String LOAD_BALANCER = "load_balancer_arn";

    private LoadBalancerProbes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                groups("targets_health_count").calling(LoadBalancerProbes::counts),
                groups("all_targets_healthy").calling(LoadBalancerProbes::healthy),
                Definition.named(MODULE, "is_access_log_enabled")
                        .required(ArgumentType.TEXT, LOAD_BALANCER)
                        .calling(LoadBalancerProbes::logs));
    }

    private static Definition groups(String name) {
        return Definition.named(MODULE, name).required(ArgumentType.LIST, NAMES).checking(call -> {
            if (call.texts(NAMES).isEmpty()) {
                throw new FunctionFailedException("Non-empty list of target groups is required");
            }
        });
    }

    private static Map<String, Map<String, Long>> counts(AwsCall call) {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        for (TargetGroup group : call.aws()
                .loadBalancing()
                .describeTargetGroups(request -> request.names(call.texts(NAMES)))
                .targetGroups()) {
            Map<String, Long> states = new LinkedHashMap<>();
            call.aws()
                    .loadBalancing()
                    .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .forEach(target -> states.merge(target.targetHealth().stateAsString(), 1L, Long::sum));
            all.put(group.targetGroupName(), states);
        }
        return all;
    }

    private static boolean healthy(AwsCall call) {
        Map<String, Map<String, Long>> counts = counts(call);
        counts.forEach((group, states) -> {
            if (states.isEmpty()) {
                call.failIfStrict("target group " + group + " has no target");
            }
        });
        return counts.values().stream()
                .flatMap(states -> states.keySet().stream())
                .allMatch("healthy"::equals);
    }

    private static boolean logs(AwsCall call) {
        return call
                .aws()
                .loadBalancing()
                .describeLoadBalancerAttributes(request -> request.loadBalancerArn(call.text(LOAD_BALANCER)))
                .attributes()
                .stream()
                .filter(attribute -> attribute.key().equals("access_logs.s3.enabled"))
                .map(LoadBalancerAttribute::value)
                .anyMatch("true"::equals);
    }
}
