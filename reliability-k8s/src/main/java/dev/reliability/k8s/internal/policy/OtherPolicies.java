package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.LabelSelectors;
import dev.reliability.k8s.internal.target.Pods;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policies of a team that are on some pods already. What several policies allow adds up, so where one of these allows something,
 * ours cannot forbid it.
 *
 * @param names their names
 * @param open those of them that allow every connection to the outside
 */
record OtherPolicies(List<String> names, List<String> open) {

    /** Finds those that say to whom some pods may connect. */
    static OtherPolicies on(Cluster cluster, String namespace, List<Pod> pods) {
        List<String> names = new ArrayList<>();
        List<String> open = new ArrayList<>();
        Set<String> meant = new TreeSet<>(pods.stream().map(Pods::uid).toList());
        for (GenericKubernetesResource policy : cluster.objects().list(Kind.NETWORK_POLICY, namespace, "")) {
            boolean ours = Marks.on(policy).isPresent();
            if (!ours && isolates(policy) && selects(cluster, namespace, policy, meant)) {
                String name = policy.getMetadata().getName();
                names.add(name);
                if (policy.get("spec", "egress") instanceof List<?> rules
                        && rules.stream().anyMatch(rule -> rule instanceof Map<?, ?> map && map.isEmpty())) {
                    open.add(name);
                }
            }
        }
        return new OtherPolicies(List.copyOf(names), List.copyOf(open));
    }

    /** A policy that does not say what it is about is about connections to the outside if it has rules for them. */
    private static boolean isolates(GenericKubernetesResource policy) {
        return policy.get("spec", "policyTypes") instanceof List<?> types
                ? types.contains("Egress")
                : policy.get("spec", "egress") instanceof List<?>;
    }

    private static boolean selects(
            Cluster cluster, String namespace, GenericKubernetesResource policy, Set<String> meant) {
        return cluster.pods(namespace, LabelSelectors.text(policy.get("spec", "podSelector"))).stream()
                .anyMatch(pod -> meant.contains(Pods.uid(pod)));
    }

    /** Returns a clause that names them; empty where there are none. */
    String words() {
        return names.isEmpty() ? "" : " (NetworkPolicies there already: " + String.join(", ", names) + ")";
    }
}
