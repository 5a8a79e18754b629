package dev.reliability.k8s.internal.signal;

import dev.reliability.spi.Observation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is expected of objects of a cluster. */
public final class States {

    private static final int SHOWN = 5;
    private static final Set<String> PRESSURES = Set.of("MemoryPressure", "DiskPressure", "PIDPressure");

    private States() {}

    /** Every pod is in a phase, and there is one. */
    public static Observation pods(String phase, Collection<GenericKubernetesResource> pods) {
        return all("every pod " + phase, "no pod", pods, pod -> {
            Object now = pod.get("status", "phase");
            return phase.equals(now) ? Optional.empty() : Optional.of("is " + (now == null ? "in no phase" : now));
        });
    }

    /** Every deployment is available, as its own settings say, and there is one. */
    public static Observation deployments(Collection<GenericKubernetesResource> deployments) {
        return all("every deployment available", "no deployment", deployments, deployment -> {
            Object ready = deployment.get("status", "readyReplicas");
            Object wanted = deployment.get("spec", "replicas");
            return holds(deployment, "Available")
                    ? Optional.empty()
                    : Optional.of((ready == null ? 0 : ready) + " of " + wanted + " pods ready");
        });
    }

    /** Every node is ready and under no pressure, and there is one. */
    public static Observation nodes(Collection<GenericKubernetesResource> nodes) {
        return all("every node ready", "no node", nodes, node -> {
            Optional<String> pressure = PRESSURES.stream()
                    .sorted()
                    .filter(type -> holds(node, type))
                    .findFirst();
            return pressure.isPresent() ? pressure : holds(node, "Ready") ? Optional.empty() : Optional.of("not ready");
        });
    }

    private static boolean holds(GenericKubernetesResource object, String type) {
        return object.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .map(one -> (Map<?, ?>) one)
                        .anyMatch(one -> type.equals(one.get("type")) && Objects.equals(one.get("status"), "True"));
    }

    private static Observation all(
            String expected,
            String none,
            Collection<GenericKubernetesResource> objects,
            Function<GenericKubernetesResource, Optional<String>> problem) {
        List<String> problems = objects.stream()
                .flatMap(object ->
                        problem.apply(object).map(what -> object.getMetadata().getName() + " " + what).stream())
                .sorted()
                .toList();
        if (objects.isEmpty()) {
            return new Observation(false, expected, none);
        }
        String more = problems.size() > SHOWN ? " and " + (problems.size() - SHOWN) + " more" : "";
        return new Observation(
                problems.isEmpty(),
                expected,
                problems.isEmpty()
                        ? objects.size() + " as expected"
                        : problems.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more);
    }
}
