package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which pods {@code terminate_pods} and {@code exec_in_pods} mean. */
final class PodSelection {

    private static final int HUNDRED = 100;

    private PodSelection() {}

    static Definition parameters(Definition definition) {
        return definition
                .nullable(ArgumentType.TEXT, "label_selector", "name_pattern")
                .optional("all", false)
                .optional("rand", false)
                .optional("mode", "fixed")
                .optional("qty", 1L);
    }

    /** Says what is wrong with the arguments. */
    static List<String> problems(FunctionCall call) {
        List<String> problems = new ArrayList<>();
        Object mode = call.arguments().get("mode");
        if (!List.of("fixed", "percentage").contains(String.valueOf(mode))) {
            problems.add("the argument 'mode' is fixed or percentage, got '" + mode + "'");
        }
        Object order = call.arguments().get("order");
        if (!List.of("alphabetic", "oldest").contains(String.valueOf(order))) {
            problems.add("the argument 'order' is alphabetic or oldest, got '" + order + "'");
        }
        if (call.arguments().get("qty") instanceof Number quantity && quantity.doubleValue() < 0) {
            problems.add("the argument 'qty' is at least 0, got " + quantity);
        }
        try {
            call.optionalText("name_pattern").ifPresent(text -> Patterns.of("name_pattern", text));
        } catch (FunctionFailedException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /**
     * Selects pods.
     *
     * @param dying whether those count that are going or have ended already, as they do in the original
     */
    static List<JsonNode> select(ClusterCall call, boolean dying) {
        Optional<Pattern> pattern =
                call.call().optionalText("name_pattern").map(text -> Patterns.of("name_pattern", text));
        List<JsonNode> pods =
                new ArrayList<>(call.api().list(Resource.PODS, call.namespace(), call.text("label_selector")));
        pods.removeIf(pod -> !dying && isDying(pod)
                || pattern.filter(one -> !one.matcher(Api.name(pod)).find()).isPresent());
        if (call.text("order").equals("oldest")) {
            pods.sort(Comparator.comparing(
                    pod -> pod.path("metadata").path("creationTimestamp").asText()));
        }
        if (call.truth("all")) {
            return pods;
        }
        double quantity = call.call().number("qty").doubleValue();
        double limit = call.text("mode").equals("fixed") ? quantity : Math.ceil(quantity * pods.size() / HUNDRED);
        if (call.truth("rand")) {
            Collections.shuffle(pods);
        }
        return List.copyOf(pods.subList(0, (int) Math.min(limit, pods.size())));
    }

    private static boolean isDying(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp")
                || List.of("Succeeded", "Failed").contains(Api.phase(pod));
    }
}
