package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code chaosk8s.networking}. */
final class NetworkFunctions {

    private static final String ACTIONS = "chaosk8s.networking.actions";
    private static final String PROBES = "chaosk8s.networking.probes";
    private static final String INGRESS = "chaostoolkit-deny-all-ingress";
    private static final String EGRESS = "chaostoolkit-deny-all-egress";
    private static final String DNS = "chaostoolkit-allow-dns";
    private static final int DNS_PORT = 53;

    private NetworkFunctions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Objects.create(ACTIONS, "create_ingress", Resource.INGRESSES),
                Objects.remove(ACTIONS, "delete_ingress", Resource.INGRESSES),
                Objects.update(ACTIONS, "update_ingress", Resource.INGRESSES),
                Definition.named(PROBES, "ingress_exists")
                        .required(ArgumentType.TEXT, "name")
                        .namespace()
                        .needs("list", Resource.INGRESSES)
                        .calling(call -> !call.api()
                                .named(Resource.INGRESSES, call.namespace(), call.text("name"), "")
                                .isEmpty()),
                Definition.named(ACTIONS, "create_network_policy")
                        .nullable(ArgumentType.OBJECT, "spec")
                        .nullable(ArgumentType.TEXT, SpecFile.ARGUMENT)
                        .namespace()
                        .needs("create", Resource.NETWORK_POLICIES)
                        .changing()
                        .checking(call -> call.arguments().get("spec") == null
                                        && call.arguments().get(SpecFile.ARGUMENT) == null
                                ? List.of("one of the arguments 'spec' and 'spec_path' is needed")
                                : SpecFile.problems(call))
                        .calling(NetworkFunctions::createPolicy),
                Objects.remove(ACTIONS, "remove_network_policy", Resource.NETWORK_POLICIES),
                policy("deny_all_ingress", INGRESS, Map.of("policyTypes", List.of("Ingress"), "ingress", List.of())),
                removed("remove_deny_all_ingress", INGRESS),
                policy("deny_all_egress", EGRESS, Map.of("policyTypes", List.of("Egress"))),
                removed("remove_deny_all_egress", EGRESS),
                policy(
                        "allow_dns_access",
                        DNS,
                        Map.of(
                                "policyTypes",
                                List.of("Egress"),
                                "egress",
                                List.of(Map.of(
                                        "to",
                                        List.of(Map.of("namespaceSelector", Map.of())),
                                        "ports",
                                        List.of(
                                                Map.of("port", DNS_PORT, "protocol", "UDP"),
                                                Map.of("port", DNS_PORT, "protocol", "TCP")))))),
                removed("remove_allow_dns_access", DNS));
    }

    private static @Nullable Object createPolicy(ClusterCall call) {
        String file = call.text(SpecFile.ARGUMENT);
        boolean read = !file.isEmpty() && Files.isRegularFile(Path.of(file));
        Object given = call.call().arguments().get("spec");
        if (!read && given == null) {
            throw new FunctionFailedException(file + " is not a file");
        }
        JsonNode policy = read ? SpecFile.read(call) : Api.JSON.valueToTree(given);
        call.api().create(Resource.NETWORK_POLICIES.path(call.namespace()), policy);
        return null;
    }

    private static ExperimentFunction policy(String name, String policy, Map<String, ?> rules) {
        return Definition.named(ACTIONS, name)
                .nullable(ArgumentType.OBJECT, "label_selectors")
                .namespace()
                .needs("create", Resource.NETWORK_POLICIES)
                .changing()
                .calling(call -> {
                    Object labels = call.call().arguments().get("label_selectors");
                    Map<String, Object> spec = new LinkedHashMap<>(rules);
                    spec.put(
                            "podSelector",
                            labels instanceof Map<?, ?> map && !map.isEmpty()
                                    ? Map.of("matchLabels", labels)
                                    : Map.of());
                    return Objects.create(
                            call,
                            Resource.NETWORK_POLICIES,
                            Map.of(
                                    "apiVersion",
                                    "networking.k8s.io/v1",
                                    "kind",
                                    "NetworkPolicy",
                                    "metadata",
                                    Map.of("name", policy),
                                    "spec",
                                    spec));
                });
    }

    private static ExperimentFunction removed(String name, String policy) {
        return Definition.named(ACTIONS, name)
                .namespace()
                .needs("delete", Resource.NETWORK_POLICIES)
                .changing()
                .calling(call -> Objects.remove(call, Resource.NETWORK_POLICIES, policy));
    }
}
