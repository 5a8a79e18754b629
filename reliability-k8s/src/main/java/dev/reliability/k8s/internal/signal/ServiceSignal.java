package dev.reliability.k8s.internal.signal;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Watched;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says which pods stand behind a service, by its endpoint slices. */
public final class ServiceSignal implements Signal {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Query query;
    private final Watched<Set<String>> endpoints;

    /** Watches a service. */
    public ServiceSignal(Cluster cluster, String namespace, String service) {
        this.cluster = cluster;
        this.query = new Query(Kind.ENDPOINT_SLICE, namespace, "kubernetes.io/service-name=" + service, "");
        this.endpoints = new Watched<>(cluster, query, ServiceSignal::ready);
    }

    private static Set<String> ready(Collection<GenericKubernetesResource> slices) {
        Set<String> ready = new TreeSet<>();
        for (GenericKubernetesResource slice : slices) {
            if (slice.get("endpoints") instanceof List<?> endpoints) {
                endpoints.forEach(endpoint -> add((Map<?, ?>) endpoint, ready));
            }
        }
        return ready;
    }

    private static void add(Map<?, ?> endpoint, Set<String> ready) {
        boolean serves = !(endpoint.get("conditions") instanceof Map<?, ?> conditions)
                || !Boolean.FALSE.equals(conditions.get("ready"));
        if (!serves) {
            return;
        }
        if (endpoint.get("targetRef") instanceof Map<?, ?> target && target.get("name") != null) {
            ready.add(String.valueOf(target.get("name")));
        }
        if (endpoint.get("addresses") instanceof List<?> addresses) {
            addresses.forEach(address -> ready.add(String.valueOf(address)));
        }
    }

    @Override
    public Reading read(Duration timeout) throws Exception {
        Watched.Seen<Set<String>> seen = endpoints.now(timeout);
        return new Reading(seen.value(), Map.of(), seen.since());
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Set<Right> rights() {
        return query.rights(cluster);
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
