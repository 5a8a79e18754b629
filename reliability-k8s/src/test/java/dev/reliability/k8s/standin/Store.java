package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The objects and what became of them, each change with a number of its own. Thread-safe. */
final class Store {

    /** A change of an object; {@code before} is null where it was made. */
    record Event(long version, String type, Kind kind, ObjectNode object, ObjectNode before) {}

    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private long version = 200;
    private long compacted;

    private static String key(Kind kind, String namespace, String name) {
        return kind.qualified() + "/" + namespace + "/" + name;
    }

    synchronized long version() {
        return version;
    }

    /** Forgets all earlier changes, as compaction does: watches from before are too old. */
    synchronized void compact() {
        events.clear();
        compacted = version;
    }

    synchronized void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }

    /** Replays what happened since a version and goes on listening, without a gap. */
    synchronized void follow(long since, Consumer<Event> listener) {
        if (since < compacted) {
            throw Refusal.tooOld("too old resource version: " + since + " (" + compacted + ")");
        }
        events.stream().filter(event -> event.version() > since).forEach(listener);
        listeners.add(listener);
    }

    void forget(Consumer<Event> listener) {
        listeners.remove(listener);
    }

    synchronized ObjectNode create(Kind kind, String namespace, ObjectNode object) {
        ObjectNode created = object.deepCopy();
        ObjectNode metadata = created.withObject("/metadata");
        if (metadata.path("name").asText().isEmpty()) {
            metadata.put(
                    "name",
                    metadata.path("generateName").asText()
                            + UUID.randomUUID().toString().substring(0, 5));
        }
        String name = metadata.path("name").asText();
        ObjectNode there = objects.get(key(kind, namespace, name));
        if (there != null) {
            throw Refusal.exists(kind, name, there.path("metadata").has("deletionTimestamp"));
        }
        if (kind.namespaced()) {
            if (!objects.containsKey(key(Kind.NAMESPACE, "", namespace))) {
                throw Refusal.notFound(Kind.NAMESPACE, namespace);
            }
            metadata.put("namespace", namespace);
        }
        created.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        metadata.put("uid", UUID.randomUUID().toString()).put("generation", 1).put("creationTimestamp", now());
        return record("ADDED", kind, namespace, created, null);
    }

    synchronized Optional<ObjectNode> find(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(key(kind, namespace, name))).map(ObjectNode::deepCopy);
    }

    ObjectNode get(Kind kind, String namespace, String name) {
        return find(kind, namespace, name).orElseThrow(() -> Refusal.notFound(kind, name));
    }

    /** Returns the objects of a kind in the order of their keys; of all namespaces where none is given. */
    synchronized List<ObjectNode> list(Kind kind, String namespace, Predicate<JsonNode> selector) {
        String prefix = kind.qualified() + "/" + (namespace.isEmpty() ? "" : namespace + "/");
        return objects.subMap(prefix, prefix + '\uffff').values().stream()
                .filter(selector)
                .map(ObjectNode::deepCopy)
                .toList();
    }

    /** Changes an object. A stale resource version in the change is refused. */
    synchronized ObjectNode change(Kind kind, String namespace, String name, UnaryOperator<ObjectNode> change) {
        ObjectNode before = get(kind, namespace, name);
        ObjectNode after = change.apply(before.deepCopy());
        String expected = after.path("metadata").path("resourceVersion").asText();
        if (!expected.isEmpty()
                && !expected.equals(
                        before.path("metadata").path("resourceVersion").asText())) {
            throw Refusal.modified(kind, name);
        }
        String uid = before.path("metadata").path("uid").asText();
        if (!after.path("metadata").path("uid").asText(uid).equals(uid)) {
            throw Refusal.of(
                    422,
                    "Invalid",
                    kind.kind() + " \"" + name + "\" is invalid: metadata.uid: Invalid value: \""
                            + after.path("metadata").path("uid").asText() + "\": field is immutable");
        }
        if (after.equals(before)) {
            return before;
        }
        if (!after.path("spec").equals(before.path("spec"))) {
            after.withObject("/metadata")
                    .put(
                            "generation",
                            before.path("metadata").path("generation").asLong() + 1);
        }
        boolean finished = after.path("metadata").has("deletionTimestamp")
                && after.path("metadata").path("deletionGracePeriodSeconds").asLong(0) == 0
                && after.path("metadata").path("finalizers").isEmpty();
        return finished ? remove(kind, namespace, name, after) : record("MODIFIED", kind, namespace, after, before);
    }

    synchronized ObjectNode remove(Kind kind, String namespace, String name) {
        return remove(kind, namespace, name, get(kind, namespace, name));
    }

    private ObjectNode remove(Kind kind, String namespace, String name, ObjectNode last) {
        objects.remove(key(kind, namespace, name));
        last.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
        tell(new Event(version, "DELETED", kind, last.deepCopy(), last.deepCopy()));
        return last;
    }

    private ObjectNode record(String type, Kind kind, String namespace, ObjectNode object, ObjectNode before) {
        object.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
        objects.put(key(kind, namespace, object.path("metadata").path("name").asText()), object);
        tell(new Event(version, type, kind, object.deepCopy(), before));
        return object.deepCopy();
    }

    private void tell(Event event) {
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
