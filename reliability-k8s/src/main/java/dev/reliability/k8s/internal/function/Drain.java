package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code drain_nodes}: cordons nodes and evicts their pods, budgets permitting, and waits until they are gone. */
final class Drain {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Duration LOOK = Duration.ofMillis(500);

    private Drain() {}

    static ExperimentFunction function() {
        return NodeSelection.byPods(Definition.named(NodeActions.MODULE, "drain_nodes")
                        .nullable(ArgumentType.TEXT, "name", "label_selector")
                        .optional("delete_pods_with_local_storage", false)
                        .optional("timeout", 120L)
                        .nullable(ArgumentType.INTEGER, "count"))
                .needs("list", Resource.NODES)
                .needs("patch", Resource.NODES)
                .needs("list", Resource.PODS)
                .needsEverywhere("create", Resource.PODS, "eviction")
                .changing()
                .calling(Drain::drain);
    }

    private static List<String> drain(ClusterCall call) throws InterruptedException {
        List<JsonNode> nodes = NodeSelection.select(call);
        if (call.call().arguments().get("count") != null) {
            nodes = NodeSelection.some(nodes, call.number("count"));
        }
        // what cannot be drained is found before any node is touched
        nodes.forEach(node -> toGo(call, Api.name(node)));
        List<String> cordoned = NodeActions.schedule(call, nodes, true);
        for (String node : cordoned) {
            empty(call, node);
        }
        return cordoned;
    }

    private static List<JsonNode> toGo(ClusterCall call, String node) {
        List<JsonNode> pods = new ArrayList<>(call.api().list(Resource.PODS, "", "", "spec.nodeName=" + node));
        pods.removeIf(pod -> !isToGo(pod, node, call.truth("delete_pods_with_local_storage")));
        return pods;
    }

    private static void empty(ClusterCall call, String node) throws InterruptedException {
        List<JsonNode> pods = toGo(call, node);
        pods.forEach(pod -> evict(call, pod));
        Duration timeout = Duration.ofSeconds(call.number("timeout"));
        long begin = System.nanoTime();
        while (true) {
            pods.removeIf(pod -> isGone(call, pod));
            if (pods.isEmpty()) {
                return;
            }
            if (System.nanoTime() - begin >= timeout.toNanos()) {
                throw new FunctionFailedException("node " + node + " was not drained within " + timeout.toSeconds()
                        + " s: "
                        + pods.stream().map(Api::name).collect(Collectors.joining(", ")) + " still there");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private static boolean isToGo(JsonNode pod, String node, boolean withStorage) {
        if (pod.path("metadata").path("annotations").has(MIRROR)) {
            return false;
        }
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("emptyDir")) {
                return withStorage;
            }
        }
        if (List.of("Succeeded", "Failed").contains(Api.phase(pod))) {
            return true;
        }
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("kind").asText().equals("DaemonSet")) {
                return false;
            }
            if (owner.path("controller").asBoolean()) {
                return true;
            }
        }
        throw new FunctionFailedException("pod " + Api.name(pod) + " on node " + node
                + " has no owner, and nothing would replace it: the node cannot be drained");
    }

    private static void evict(ClusterCall call, JsonNode pod) {
        ObjectNode eviction =
                Api.JSON.createObjectNode().put("apiVersion", "policy/v1").put("kind", "Eviction");
        eviction.putObject("metadata").put("name", Api.name(pod)).put("namespace", Api.namespace(pod));
        try {
            call.api().create(Resource.PODS.path(Api.namespace(pod), Api.name(pod)) + "/eviction", eviction);
        } catch (KubernetesClientException e) {
            if (!Refusals.missing(e)) {
                throw new FunctionFailedException(
                        "pod " + Api.name(pod) + " could not be evicted: "
                                + Refusals.words(e, call.api().cluster()),
                        e);
            }
        }
    }

    private static boolean isGone(ClusterCall call, JsonNode pod) {
        return call.api()
                .find(Resource.PODS, Api.namespace(pod), Api.name(pod))
                .filter(now -> Api.uid(now).equals(Api.uid(pod)))
                .isEmpty();
    }
}
