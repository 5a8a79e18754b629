package dev.reliability.k8s.internal.signal;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Watched;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import dev.reliability.spi.Right;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Tells whether objects are as they should be, from what a watch keeps up to date. */
public final class SteadyProbe implements Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final Query query;
    private final Watched<Observation> watched;
    private final Probe probe;

    /** Watches objects; {@code check} says what is expected of them and what they are. */
    public SteadyProbe(
            Cluster cluster, Query query, Function<Collection<GenericKubernetesResource>, Observation> check) {
        this.cluster = cluster;
        this.query = query;
        this.watched = new Watched<>(cluster, query, check);
        this.probe = Probe.blocking(() -> watched.now(PATIENCE).value());
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        return probe.observe(timeout);
    }

    @Override
    public Set<Right> rights() {
        return query.rights(cluster);
    }

    @Override
    public void close() {
        probe.close();
        watched.close();
    }
}
