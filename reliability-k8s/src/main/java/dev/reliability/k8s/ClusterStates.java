package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.signal.SteadyProbe;
import dev.reliability.spi.Observation;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Probe;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes steady states of what a cluster shows. */
final class ClusterStates {

    private static final Set<String> PHASES = Set.of("Pending", "Running", "Succeeded", "Failed", "Unknown");

    private ClusterStates() {}

    static Cluster cluster(String context, PlanContext lookup) {
        String chosen = lookup.fill(context);
        return Contexts.cluster(chosen.isEmpty() ? Optional.empty() : Optional.of(chosen), lookup);
    }

    static String namespace(Cluster cluster, String namespace) {
        return namespace.isEmpty() ? cluster.namespace() : namespace;
    }

    static String phase(String phase) {
        if (!PHASES.contains(phase)) {
            throw new PlanException("\"" + phase + "\" is no phase of a pod: expected one of "
                    + PHASES.stream().sorted().toList());
        }
        return phase;
    }

    /** Asks once, so that what the server refuses is a problem of the plan. */
    static Probe probe(
            Cluster cluster, Query query, Function<Collection<GenericKubernetesResource>, Observation> check) {
        try {
            cluster.objects().list(query.kind(), query.namespace(), query.labels(), query.fields());
        } catch (KubernetesClientException e) {
            throw new PlanException(Refusals.words(e, cluster), e);
        }
        return new SteadyProbe(cluster, query, check);
    }
}
