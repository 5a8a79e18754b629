package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.k8s.internal.fault.PodFaults;
import dev.reliability.k8s.internal.target.K8sAddress;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FaultRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code chaosk8s.pod.actions}. */
final class PodActions {

    static final String MODULE = "chaosk8s.pod.actions";

    private PodActions() {}

    static List<ExperimentFunction> functions() {
        ExperimentFunction terminate = PodSelection.parameters(Definition.named(MODULE, "terminate_pods"))
                .optional("grace_period", -1L)
                .namespace()
                .optional("order", "alphabetic")
                .needs("list", Resource.PODS)
                .needs("delete", Resource.PODS)
                .changing()
                .checking(PodSelection::problems)
                .calling(PodActions::terminate);
        return List.of(PodCommands.function(), terminate);
    }

    private static List<String> terminate(ClusterCall call) {
        List<JsonNode> pods = PodSelection.select(call, !call.strict());
        if (pods.isEmpty()) {
            call.failIfStrict("terminated nothing: no pod " + call.where(call.text("label_selector")) + " runs"
                    + call.call()
                            .optionalText("name_pattern")
                            .map(pattern -> " whose name matches '" + pattern + "'")
                            .orElse(""));
            return List.of();
        }
        Optional<Duration> grace = Optional.of(call.number("grace_period"))
                .filter(seconds -> seconds >= 0)
                .map(Duration::ofSeconds);
        List<String> names = pods.stream().map(Api::name).toList();
        if (call.strict()) {
            attack(call, names, grace);
        } else {
            pods.forEach(pod -> call.api().deletePod(pod, grace));
        }
        return names;
    }

    /** A fault, which is proven, and whose end is that as many pods as before are ready. */
    private static void attack(ClusterCall call, List<String> names, Optional<Duration> grace) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(PodFaults.PODS, new ArrayList<>(names));
        grace.ifPresent(length -> attributes.put(PodFaults.GRACE, length));
        String selector = call.text("label_selector");
        String address = K8sAddress.text(
                call.namespace(), selector.isBlank() ? "*" : selector, ClusterCall.chosenContext(call.call()));
        call.call()
                .system()
                .attack(
                        List.of(address),
                        new FaultRequest(
                                PodFaults.TERMINATE, "", Optional.empty(), Duration.ZERO, Duration.ZERO, attributes));
    }
}
