package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** {@code chaosk8s.node.probes}. */
final class NodeProbes {

    private static final String MODULE = "chaosk8s.node.probes";
    private static final String READY = "Ready";
    private static final String YES = "True";

    /** Conditions that are False on a healthy node, where it has them. */
    private static final List<String> TROUBLES = List.of(
            "FrequentKubeletRestart",
            "FrequentDockerRestart",
            "FrequentContainerdRestart",
            "ReadonlyFilesystem",
            "KernelDeadlock",
            "CorruptDockerOverlay2",
            "FrequentUnregisterNetDevice",
            "NetworkUnavailable",
            "MemoryPressure",
            "DiskPressure",
            "PIDPressure");

    private NodeProbes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                nodes("get_nodes")
                        .calling(call -> Api.value(call.api().whole(Resource.NODES, call.text("label_selector")))),
                nodes("get_all_node_status_conditions").calling(NodeProbes::conditions),
                nodes("all_nodes_must_be_ready_to_schedule")
                        .calling(call -> all(call, (type, status) -> !type.equals(READY) || status.equals(YES), READY)),
                Definition.named(MODULE, "verify_nodes_condition")
                        .optional("condition_type", "PIDPressure")
                        .optional("condition_value", "False")
                        .nullable(ArgumentType.TEXT, "label_selector")
                        .needs("list", Resource.NODES)
                        .calling(call -> {
                            String wanted = call.text("condition_type");
                            return all(
                                    call,
                                    (type, status) ->
                                            !type.equals(wanted) || status.equals(call.text("condition_value")),
                                    wanted);
                        }),
                nodes("nodes_must_be_healthy").calling(call -> all(call, NodeProbes::isHealthy, "")));
    }

    private static Definition nodes(String name) {
        return Definition.named(MODULE, name)
                .nullable(ArgumentType.TEXT, "label_selector")
                .needs("list", Resource.NODES);
    }

    private static boolean isHealthy(String type, String status) {
        return !(TROUBLES.contains(type) && !status.equals("False") || type.equals(READY) && !status.equals(YES));
    }

    private static List<Map<String, String>> conditions(ClusterCall call) {
        return call.api().list(Resource.NODES, "", call.text("label_selector")).stream()
                .map(NodeProbes::conditions)
                .toList();
    }

    private static Map<String, String> conditions(JsonNode node) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("name", Api.name(node));
        node.path("status")
                .path("conditions")
                .forEach(one -> conditions.put(
                        one.path("type").asText(), one.path("status").asText()));
        return conditions;
    }

    /**
     * Tells whether the conditions of all nodes are as they should be.
     *
     * @param needed a condition that each node must have; empty for none
     */
    private static boolean all(ClusterCall call, BiPredicate<String, String> good, String needed) {
        List<Map<String, String>> nodes = conditions(call);
        if (nodes.isEmpty()) {
            call.failIfStrict("no node of context \"" + call.api().cluster().context() + "\" has the labels '"
                    + call.text("label_selector") + "'");
        }
        return nodes.stream().allMatch(node -> {
            Map<String, String> conditions = new LinkedHashMap<>(node);
            conditions.remove("name");
            return (needed.isEmpty() || conditions.containsKey(needed))
                    && conditions.entrySet().stream().allMatch(one -> good.test(one.getKey(), one.getValue()));
        });
    }
}
