package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which nodes a function means. */
final class NodeSelection {

    private NodeSelection() {}

    /** Adds the parameters that choose by the pods that nodes carry. */
    static Definition byPods(Definition definition) {
        return definition.nullable(ArgumentType.TEXT, "pod_label_selector", "pod_namespace");
    }

    /**
     * Selects nodes by name, by labels, and by the pods that they carry.
     *
     * @throws FunctionFailedException if there is none
     */
    static List<JsonNode> select(ClusterCall call) {
        String name = call.text("name");
        List<JsonNode> nodes = name.isEmpty()
                ? call.api().list(Resource.NODES, "", call.text("label_selector"))
                : call.api().named(Resource.NODES, "", name, call.text("label_selector"));
        String podLabels = call.text("pod_label_selector");
        String podNamespace = call.text("pod_namespace");
        if (!podLabels.isEmpty() && !podNamespace.isEmpty()) {
            Set<String> carriers = call.api().list(Resource.PODS, podNamespace, podLabels).stream()
                    .map(pod -> pod.path("spec").path("nodeName").asText())
                    .collect(Collectors.toSet());
            nodes = nodes.stream()
                    .filter(node -> carriers.contains(Api.name(node)))
                    .toList();
        }
        if (nodes.isEmpty()) {
            throw new FunctionFailedException("no node of context \""
                    + call.api().cluster().context() + "\" is meant by "
                    + (name.isEmpty() ? "" : "name '" + name + "' ") + "labels '" + call.text("label_selector") + "'"
                    + (podLabels.isEmpty() ? "" : " and pods '" + podLabels + "'"));
        }
        return nodes;
    }

    /** Takes some of them by chance, as many as are wanted at most. */
    static List<JsonNode> some(List<JsonNode> nodes, long count) {
        List<JsonNode> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled);
        return List.copyOf(shuffled.subList(0, (int) Math.max(0, Math.min(count, shuffled.size()))));
    }
}
