package dev.reliability.k8s.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code chaosk8s.actions} and {@code chaosk8s.probes}: the older names. */
final class LegacyFunctions {

    private static final String ACTIONS = "chaosk8s.actions";
    private static final String PROBES = "chaosk8s.probes";
    private static final String NAMED = "name in ({name})";

    private LegacyFunctions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Objects.create(ACTIONS, "start_microservice", Resource.DEPLOYMENTS),
                Objects.scale(ACTIONS, "scale_microservice", Resource.DEPLOYMENTS),
                Objects.remove(ACTIONS, "remove_service_endpoint", Resource.SERVICES),
                Definition.named(ACTIONS, "kill_microservice")
                        .required(ArgumentType.TEXT, "name")
                        .namespace()
                        .optional("label_selector", NAMED)
                        .needs("list", Resource.DEPLOYMENTS)
                        .needs("delete", Resource.DEPLOYMENTS)
                        .needs("list", Resource.REPLICA_SETS)
                        .needs("delete", Resource.REPLICA_SETS)
                        .needs("list", Resource.PODS)
                        .needs("delete", Resource.PODS)
                        .changing()
                        .calling(LegacyFunctions::kill),
                Definition.named(PROBES, "all_microservices_healthy")
                        .namespace()
                        .needs("list", Resource.PODS)
                        .calling(PodProbes::allHealthy),
                Availability.named(PROBES, "microservice_available_and_healthy").calling(LegacyFunctions::isHealthy),
                PodProbes.notAvailable(Definition.named(PROBES, "microservice_is_not_available"))
                        .calling(call -> PodProbes.isNotAvailable(call, true)),
                Definition.named(PROBES, "service_endpoint_is_initialized")
                        .required(ArgumentType.TEXT, "name")
                        .namespace()
                        .optional("label_selector", NAMED)
                        .needs("list", Resource.SERVICES)
                        .calling(call -> ObjectFunctions.isService(call, Definition.ALWAYS)),
                Availability.patient(PROBES, "deployment_is_fully_available")
                        .calling(call -> Availability.becomesDeployment(call, true)),
                Availability.patient(PROBES, "deployment_is_not_fully_available")
                        .calling(call -> Availability.becomesDeployment(call, false)),
                PodProbes.logs(PROBES, "read_microservices_logs"),
                ObjectFunctions.secretExists(PROBES));
    }

    /** The original answers nothing at all, so that no tolerance but null holds; strict experiments get what it found out. */
    private static @Nullable Boolean isHealthy(ClusterCall call) {
        boolean healthy = Availability.isHealthyDeployment(call);
        return call.strict() ? healthy : null;
    }

    private static @Nullable Object kill(ClusterCall call) {
        int gone = Objects.removeSome(call, Resource.DEPLOYMENTS) + Objects.removeSome(call, Resource.REPLICA_SETS);
        String name = call.text("name");
        gone += call.api().list(Resource.PODS, call.namespace(), call.selector()).stream()
                .filter(pod -> Api.name(pod).contains(name))
                .limit(1)
                .mapToInt(pod -> call.api().deletePod(pod, Optional.empty()) ? 1 : 0)
                .sum();
        if (gone == 0) {
            call.failIfStrict("killed nothing: there is no deployment, replica set or pod " + call.where(name));
        }
        return null;
    }
}
