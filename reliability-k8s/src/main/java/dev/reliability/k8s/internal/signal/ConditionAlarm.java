package dev.reliability.k8s.internal.signal;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Watched;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Right;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fires while a condition of an object has a status. */
public final class ConditionAlarm implements Alarm {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String GONE = "gone";

    private final Cluster cluster;
    private final Query query;
    private final String type;
    private final String status;
    private final Watched<String> condition;

    /** Watches a condition, such as {@code Available}, for a status, such as {@code False}. */
    public ConditionAlarm(Cluster cluster, ObjectRef ref, String type, String status) {
        this.cluster = cluster;
        this.type = type;
        this.status = status;
        this.query = new Query(ref.kind(), ref.namespace(), "", "metadata.name=" + ref.name());
        this.condition = new Watched<>(cluster, query, this::status);
    }

    private String status(Collection<GenericKubernetesResource> objects) {
        if (objects.isEmpty()) {
            return GONE;
        }
        return objects.iterator().next().get("status", "conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> type.equals(one.get("type")))
                        .map(one -> String.valueOf(one.get("status")))
                        .findFirst()
                        .orElse("absent")
                : "absent";
    }

    @Override
    public State state(Duration timeout) throws Exception {
        Watched.Seen<String> seen = condition.now(timeout);
        if (seen.value().equals(GONE)) {
            throw new IllegalStateException("the object is not there");
        }
        return new State(seen.value().equalsIgnoreCase(status), type + " is " + seen.value(), seen.since());
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
        condition.close();
    }
}
