package dev.reliability.k8s.internal.signal;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Watched;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Right;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fires when an event with a reason comes about an object; what came before it was first looked at does not count. */
public final class EventAlarm implements Alarm {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Query query;
    private final Watched<Map<String, String>> events;
    private @Nullable Map<String, String> before;
    private @Nullable State fired;

    /** Watches the events of objects whose names match. */
    public EventAlarm(Cluster cluster, String namespace, String kind, Pattern name, String reason) {
        this.cluster = cluster;
        this.query = new Query(Kind.EVENT, namespace, "", "reason=" + reason + ",involvedObject.kind=" + kind);
        this.events = new Watched<>(cluster, query, all -> occurrences(all, name));
    }

    /** An event that happens again is the same object with a higher count. */
    private static Map<String, String> occurrences(Collection<GenericKubernetesResource> all, Pattern name) {
        Map<String, String> found = new TreeMap<>();
        for (GenericKubernetesResource event : all) {
            Object about = event.get("involvedObject", "name");
            if (about != null && name.matcher(about.toString()).matches()) {
                Object count = event.get("count");
                Object last = event.get("lastTimestamp");
                Object series = event.get("series", "count");
                found.put(
                        event.getMetadata().getUid() + " " + count + " " + last + " " + series,
                        about + ": " + event.get("message"));
            }
        }
        return found;
    }

    @Override
    public synchronized State state(Duration timeout) throws Exception {
        Watched.Seen<Map<String, String>> seen = events.now(timeout);
        if (before == null) {
            before = seen.value();
        }
        if (fired == null) {
            Optional<Moment> since = seen.since();
            fired = seen.value().entrySet().stream()
                    .filter(event -> !before.containsKey(event.getKey()))
                    .findFirst()
                    .map(event -> new State(true, event.getValue(), since))
                    .orElse(null);
        }
        return fired == null ? new State(false, "no such event") : fired;
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
        events.close();
    }
}
