package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses ephemeral containers that the rules or the Pod Security level of the namespace forbid. */
final class PodSecurity {

    private static final String LEVEL = "pod-security.kubernetes.io/enforce";

    private final Store store;

    PodSecurity(Store store) {
        this.store = store;
    }

    void admit(ObjectNode pod, JsonNode wanted) {
        String name = Deletion.name(pod);
        Set<String> kept = new HashSet<>();
        for (JsonNode container : wanted) {
            if (container.path("image").asText().isEmpty()) {
                throw Refusal.of(
                        422,
                        "Invalid",
                        "Pod \"" + name + "\" is invalid: spec.ephemeralContainers[0].image: Required value");
            }
            kept.add(container.path("name").asText());
        }
        for (JsonNode before : pod.path("spec").path("ephemeralContainers")) {
            String container = before.path("name").asText();
            if (!kept.contains(container)) {
                throw Refusal.of(
                        422,
                        "Invalid",
                        "Pod \"" + name + "\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral"
                                + " containers \"" + container + "\" may not be removed\n");
            }
        }
        String level = store.find(Kind.NAMESPACE, "", Deletion.namespace(pod))
                .map(namespace ->
                        namespace.path("metadata").path("labels").path(LEVEL).asText())
                .orElse("");
        for (JsonNode container : wanted) {
            List<String> violations = violations(level, container);
            if (!violations.isEmpty()) {
                throw Refusal.of(
                        403,
                        "Forbidden",
                        "pods \"" + name + "\" is forbidden: violates PodSecurity \"" + level + ":latest\": "
                                + String.join(", ", violations));
            }
        }
    }

    private static List<String> violations(String level, JsonNode container) {
        List<String> violations = new ArrayList<>();
        boolean restricted = level.equals("restricted");
        JsonNode context = container.path("securityContext");
        String named = " (container \"" + container.path("name").asText() + "\" must not ";
        if (restricted || level.equals("baseline")) {
            for (JsonNode capability : context.path("capabilities").path("add")) {
                violations.add((restricted ? "unrestricted" : "non-default") + " capabilities" + named + "include \""
                        + capability.asText() + "\" in securityContext.capabilities.add)");
            }
        }
        if (restricted && !context.path("runAsNonRoot").asBoolean()) {
            violations.add("runAsNonRoot != true" + named + "set securityContext.runAsNonRoot=false)");
        }
        if (restricted && context.path("runAsUser").asLong(-1) == 0) {
            violations.add("runAsUser=0" + named + "set runAsUser=0)");
        }
        if (restricted && context.path("allowPrivilegeEscalation").asBoolean(true)) {
            violations.add("allowPrivilegeEscalation != false (container \""
                    + container.path("name").asText()
                    + "\" must set securityContext.allowPrivilegeEscalation=false)");
        }
        return violations;
    }
}
