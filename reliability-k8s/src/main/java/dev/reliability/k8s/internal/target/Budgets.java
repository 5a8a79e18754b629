package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Disruption budgets, read before anything is harmed. */
public final class Budgets {

    private final Cluster cluster;

    /** Reads those of a cluster. */
    public Budgets(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Returns what stands against the loss of pods, a clause each.
     *
     * @param namespace where they are
     * @param pods those of which some are taken
     * @param takes how many are taken at once
     */
    public List<String> against(String namespace, List<Pod> pods, int takes) {
        Set<String> meant = pods.stream().map(Pods::uid).collect(Collectors.toSet());
        List<String> against = new ArrayList<>();
        for (GenericKubernetesResource budget : cluster.objects().list(Kind.BUDGET, namespace, "")) {
            Object selector = budget.get("spec", "selector");
            if (selector == null) {
                continue;
            }
            long covered = cluster.pods(namespace, LabelSelectors.text(selector)).stream()
                    .filter(pod -> meant.contains(Pods.uid(pod)))
                    .count();
            int allowed = number(budget, "disruptionsAllowed");
            if (Math.min(takes, covered) > allowed) {
                against.add("the disruption budget " + budget.getMetadata().getName() + " allows "
                        + (allowed == 0 ? "none" : "only " + allowed) + " of its pods to go now: it needs "
                        + number(budget, "desiredHealthy") + " healthy ones and has "
                        + number(budget, "currentHealthy"));
            }
        }
        return against;
    }

    private static int number(GenericKubernetesResource budget, String field) {
        Object value = budget.get("status", field);
        return value instanceof Number number ? number.intValue() : 0;
    }
}
