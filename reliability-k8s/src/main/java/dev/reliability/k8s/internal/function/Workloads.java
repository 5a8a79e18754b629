package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Actions of {@code chaosk8s.deployment}, {@code .statefulset}, {@code .daemonset} and {@code .replicaset}. */
final class Workloads {

    private static final String DEPLOYMENTS = "chaosk8s.deployment.actions";
    private static final String STATEFUL_SETS = "chaosk8s.statefulset.actions";
    private static final String DAEMON_SETS = "chaosk8s.daemonset.actions";
    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

    private Workloads() {}

    static List<ExperimentFunction> functions() {
        return Stream.concat(
                        Stream.of(
                                Objects.create(DEPLOYMENTS, "create_deployment", Resource.DEPLOYMENTS),
                                Objects.removeSome(DEPLOYMENTS, "delete_deployment", Resource.DEPLOYMENTS),
                                Objects.scale(DEPLOYMENTS, "scale_deployment", Resource.DEPLOYMENTS),
                                Definition.named(DEPLOYMENTS, "rollout_deployment")
                                        .nullable(ArgumentType.TEXT, "name")
                                        .namespace()
                                        .needs("patch", Resource.DEPLOYMENTS)
                                        .changing()
                                        .checking(call -> call.arguments().get("name") == null
                                                ? List.of("the argument 'name' is needed")
                                                : List.of())
                                        .calling(Workloads::rollOut)),
                        Stream.of(
                                Objects.create(STATEFUL_SETS, "create_statefulset", Resource.STATEFUL_SETS),
                                Objects.scale(STATEFUL_SETS, "scale_statefulset", Resource.STATEFUL_SETS),
                                Objects.removeSome(STATEFUL_SETS, "remove_statefulset", Resource.STATEFUL_SETS),
                                Objects.create(DAEMON_SETS, "create_daemon_set", Resource.DAEMON_SETS),
                                Objects.removeSome(DAEMON_SETS, "delete_daemon_set", Resource.DAEMON_SETS),
                                Objects.update(DAEMON_SETS, "update_daemon_set", Resource.DAEMON_SETS),
                                Objects.removeSome(
                                        "chaosk8s.replicaset.actions", "delete_replica_set", Resource.REPLICA_SETS)))
                .toList();
    }

    private static @Nullable Object rollOut(ClusterCall call) {
        ObjectNode patch = Api.JSON.valueToTree(Map.of(
                "spec",
                Map.of(
                        "template",
                        Map.of(
                                "metadata",
                                Map.of(
                                        "annotations",
                                        Map.of(RESTARTED, Instant.now().toString()))))));
        return Objects.patch(call, Resource.DEPLOYMENTS, patch);
    }
}
