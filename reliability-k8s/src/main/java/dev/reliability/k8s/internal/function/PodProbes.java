package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code chaosk8s.pod.probes}. */
final class PodProbes {

    static final String MODULE = "chaosk8s.pod.probes";

    private static final String RUNNING = "Running";
    private static final String NAMED = "name in ({name})";

    private PodProbes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                pods("pods_in_phase")
                        .optional("phase", RUNNING)
                        .namespace()
                        .optional("raise_on_invalid_phase", true)
                        .calling(call -> phases(call, true, "raise_on_invalid_phase")),
                pods("pods_not_in_phase")
                        .optional("phase", RUNNING)
                        .namespace()
                        .optional("raise_on_in_phase", true)
                        .calling(call -> phases(call, false, "raise_on_in_phase")),
                pods("pods_in_conditions")
                        .required(ArgumentType.LIST, "conditions")
                        .namespace()
                        .optional("raise_on_invalid_conditions", true)
                        .checking(PodProbes::conditionProblems)
                        .calling(PodProbes::conditions),
                pods("count_pods")
                        .nullable(ArgumentType.TEXT, "phase")
                        .namespace()
                        .calling(PodProbes::count),
                pods("count_min_pods")
                        .optional("phase", RUNNING)
                        .optional("min_count", 2L)
                        .namespace()
                        .calling(call ->
                                count(call) >= call.call().number("min_count").doubleValue()),
                notAvailable(Definition.named(MODULE, "pod_is_not_available"))
                        .optional("raise_on_is_available", true)
                        .calling(call -> isNotAvailable(call, call.truth("raise_on_is_available"))),
                logs(MODULE, "read_pod_logs"),
                Definition.named(MODULE, "should_be_found_in_logs")
                        .required(ArgumentType.TEXT, "pattern")
                        .optional("all_containers", true)
                        .nullable(ArgumentType.OBJECT, "value")
                        .checking(PodProbes::patternProblems)
                        .computing(PodProbes::isFoundInLogs));
    }

    private static Definition pods(String name) {
        return Definition.named(MODULE, name)
                .required(ArgumentType.TEXT, "label_selector")
                .needs("list", Resource.PODS);
    }

    /** Adds the parameters that the function shares with its older name. */
    static Definition notAvailable(Definition definition) {
        return definition
                .required(ArgumentType.TEXT, "name")
                .namespace()
                .optional("label_selector", NAMED)
                .needs("list", Resource.PODS);
    }

    static ExperimentFunction logs(String module, String name) {
        return Definition.named(module, name)
                .nullable(ArgumentType.TEXT, "name", "last")
                .namespace()
                .optional("from_previous", false)
                .optional("label_selector", NAMED)
                .nullable(ArgumentType.TEXT, "container_name")
                .needs("list", Resource.PODS)
                .needs("get", Resource.PODS, "log")
                .checking(PodProbes::spanProblems)
                .calling(PodProbes::readLogs);
    }

    private static List<JsonNode> list(ClusterCall call) {
        return call.api().list(Resource.PODS, call.namespace(), call.text("label_selector"));
    }

    private static boolean phases(ClusterCall call, boolean in, String raises) {
        List<JsonNode> pods = list(call);
        if (pods.isEmpty()) {
            return call.no(raises, "no pods were found " + call.where(call.text("label_selector")));
        }
        String phase = call.text("phase");
        for (JsonNode pod : pods) {
            if (Api.phase(pod).equals(phase) != in) {
                return call.no(
                        raises,
                        "pod " + Api.name(pod) + " is in phase '" + Api.phase(pod) + "'"
                                + (in ? " but should be in '" + phase + "'" : " and should not be"));
            }
        }
        return true;
    }

    private static List<String> conditionProblems(FunctionCall call) {
        boolean wrong = call.arguments().get("conditions") instanceof List<?> list
                && list.stream()
                        .anyMatch(one ->
                                !(one instanceof Map<?, ?> map) || !map.keySet().equals(Set.of("type", "status")));
        return wrong
                ? List.of("the argument 'conditions' is a list of objects with type and status, such as"
                        + " {\"type\": \"Ready\", \"status\": \"True\"}")
                : List.of();
    }

    private static boolean conditions(ClusterCall call) {
        List<JsonNode> pods = list(call);
        String raises = "raise_on_invalid_conditions";
        if (pods.isEmpty()) {
            return call.no(raises, "no pods were found " + call.where(call.text("label_selector")));
        }
        List<?> wanted = call.call().arguments().get("conditions") instanceof List<?> list ? list : List.of();
        for (JsonNode pod : pods) {
            Set<Object> there = new HashSet<>();
            pod.path("status")
                    .path("conditions")
                    .forEach(condition -> there.add(Map.of(
                            "type", condition.path("type").asText(),
                            "status", condition.path("status").asText())));
            for (Object condition : wanted) {
                if (condition == null || !there.contains(condition)) {
                    return call.no(
                            raises,
                            "pod " + Api.name(pod) + " does not match the condition " + condition + ": it has "
                                    + there);
                }
            }
        }
        return true;
    }

    private static long count(ClusterCall call) {
        String phase = call.text("phase");
        return list(call).stream()
                .filter(pod -> phase.isEmpty() || phase.equals(Api.phase(pod)))
                .count();
    }

    static boolean isNotAvailable(ClusterCall call, boolean raises) {
        for (JsonNode pod : call.api().list(Resource.PODS, call.namespace(), call.selector())) {
            if (Api.phase(pod).equals(RUNNING)) {
                if (raises) {
                    throw new FunctionFailedException("pod " + Api.name(pod) + " is running");
                }
                return false;
            }
        }
        return true;
    }

    /** Tells whether every pod of a namespace runs or has run to its end. */
    static boolean allHealthy(ClusterCall call) {
        List<JsonNode> pods = call.api().list(Resource.PODS, call.namespace(), "");
        List<String> ill = pods.stream()
                .filter(pod -> !List.of(RUNNING, "Succeeded").contains(Api.phase(pod)))
                .map(pod -> Api.name(pod) + " (" + Api.phase(pod) + ")")
                .toList();
        if (!ill.isEmpty()) {
            throw new FunctionFailedException("these pods do not run: " + String.join(", ", ill));
        }
        if (pods.isEmpty()) {
            call.failIfStrict("there is no pod " + call.where(""));
        }
        return true;
    }

    private static List<String> spanProblems(FunctionCall call) {
        try {
            call.optionalText("last").ifPresent(Spans::of);
            return List.of();
        } catch (FunctionFailedException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> readLogs(ClusterCall call) {
        List<JsonNode> pods = call.api().list(Resource.PODS, call.namespace(), call.selector());
        if (pods.isEmpty()) {
            call.failIfStrict("no pods were found " + call.where(call.selector()));
        }
        Map<String, String> query = Api.query("container", call.text("container_name"));
        query.put("follow", "false");
        query.put("timestamps", "true");
        query.put("previous", String.valueOf(call.truth("from_previous")));
        Duration last = call.text("last").isEmpty() ? Duration.ZERO : Spans.of(call.text("last"));
        if (!last.isZero()) {
            query.put("sinceSeconds", String.valueOf(last.toSeconds()));
        }
        Map<String, @Nullable Object> logs = new LinkedHashMap<>();
        pods.forEach(pod -> logs.put(
                Api.name(pod), call.api().text(Resource.PODS.path(call.namespace(), Api.name(pod)) + "/log", query)));
        return logs;
    }

    private static List<String> patternProblems(FunctionCall call) {
        try {
            Patterns.of("pattern", call.text("pattern"));
            return List.of();
        } catch (FunctionFailedException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isFoundInLogs(FunctionCall call) {
        if (!(call.arguments().get("value") instanceof Map<?, ?> logs) || logs.isEmpty()) {
            throw new FunctionFailedException("there are no logs to search");
        }
        Pattern pattern = Patterns.of("pattern", call.text("pattern"));
        List<Boolean> found = new ArrayList<>();
        logs.values()
                .forEach(log -> found.add(pattern.matcher(String.valueOf(log)).find()));
        return call.flag("all_containers") ? !found.contains(false) : found.contains(true);
    }
}
