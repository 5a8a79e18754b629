package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code chaosk8s.node.actions}. */
final class NodeActions {

    static final String MODULE = "chaosk8s.node.actions";

    private static final Pattern WORD = Pattern.compile("_([a-z]+)");

    private NodeActions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Definition.named(MODULE, "create_node")
                        .nullable(ArgumentType.OBJECT, "meta", "spec")
                        .needs("create", Resource.NODES)
                        .changing()
                        .calling(NodeActions::create),
                NodeSelection.byPods(Definition.named(MODULE, "delete_nodes")
                                .nullable(ArgumentType.TEXT, "label_selector")
                                .optional("all", false)
                                .optional("rand", false)
                                .nullable(ArgumentType.INTEGER, "count", "grace_period_seconds"))
                        .needs("list", Resource.NODES)
                        .needs("delete", Resource.NODES)
                        .changing()
                        .calling(NodeActions::delete),
                scheduling("cordon_node").calling(call -> schedule(call, NodeSelection.select(call), true)),
                scheduling("uncordon_node").calling(call -> schedule(call, NodeSelection.select(call), false)),
                Drain.function());
    }

    private static Definition scheduling(String name) {
        return Definition.named(MODULE, name)
                .nullable(ArgumentType.TEXT, "name", "label_selector")
                .needs("list", Resource.NODES)
                .needs("patch", Resource.NODES)
                .changing();
    }

    static List<String> schedule(ClusterCall call, List<JsonNode> nodes, boolean cordoned) {
        ObjectNode patch = Api.JSON.createObjectNode();
        patch.putObject("spec").put("unschedulable", cordoned);
        nodes.forEach(node -> call.api().patch(Resource.NODES.path("", Api.name(node)), patch));
        return nodes.stream().map(Api::name).toList();
    }

    private static List<String> delete(ClusterCall call) {
        List<JsonNode> nodes = NodeSelection.select(call);
        long count = call.call().arguments().get("count") == null ? 0 : call.number("count");
        if (call.truth("rand")) {
            nodes = NodeSelection.some(nodes, 1);
        } else if (!call.truth("all")) {
            nodes = count < 1 ? nodes.subList(0, 1) : NodeSelection.some(nodes, count);
        }
        ObjectNode options = Api.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        if (call.call().arguments().get("grace_period_seconds") != null) {
            options.put("gracePeriodSeconds", call.number("grace_period_seconds"));
        }
        nodes.forEach(node -> call.api().delete(Resource.NODES.path("", Api.name(node)), options));
        return nodes.stream().map(Api::name).toList();
    }

    private static @Nullable Object create(ClusterCall call) {
        ObjectNode node = Api.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Node");
        node.set("metadata", fields(call.call().arguments().get("meta")));
        node.set("spec", fields(call.call().arguments().get("spec")));
        return Api.value(call.api().create(Resource.NODES.path(""), node));
    }

    /** The names of the Python client become those of the API: {@code pod_cidr}, {@code podCIDR}. */
    private static ObjectNode fields(@Nullable Object given) {
        ObjectNode fields = Api.JSON.createObjectNode();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.set(
                    WORD.matcher(String.valueOf(name)).replaceAll(match -> capital(match.group(1))),
                    Api.JSON.valueToTree(value)));
        }
        return fields;
    }

    private static String capital(String word) {
        return switch (word) {
            case "id", "cidr" -> word.toUpperCase(Locale.ROOT);
            case "cidrs" -> "CIDRs";
            default -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        };
    }
}
