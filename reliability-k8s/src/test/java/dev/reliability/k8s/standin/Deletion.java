package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** How the server deletes: preconditions, grace, finalizers, dependents. */
final class Deletion {

    private static final long USUAL_GRACE = 30;

    private final Store store;

    Deletion(Store store) {
        this.store = store;
    }

    /** Deletes an object as options say; answers with the object as it was left. */
    JsonNode delete(Kind kind, String namespace, String name, JsonNode options, boolean dryRun) {
        ObjectNode object = store.get(kind, namespace, name);
        check(kind, name, object, options.path("preconditions"));
        String propagation = options.path("propagationPolicy").asText();
        if (!Set.of("", "Background", "Foreground", "Orphan").contains(propagation)) {
            throw Refusal.of(
                    422,
                    "Invalid",
                    "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"" + propagation
                            + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        }
        if (dryRun) {
            return object;
        }
        if (kind == Kind.JOB && propagation.isEmpty() || propagation.equals("Orphan")) {
            orphan(object);
        }
        long grace = kind == Kind.POD ? grace(object, options) : 0;
        boolean held = grace > 0 || !object.path("metadata").path("finalizers").isEmpty();
        ObjectNode left = held ? mark(kind, namespace, name, grace) : store.remove(kind, namespace, name);
        if (kind == Kind.NODE || kind == Kind.JOB && propagation.equals("Background")) {
            return Patches.JSON
                    .createObjectNode()
                    .put("kind", "Status")
                    .put("apiVersion", "v1")
                    .put("status", "Success");
        }
        return left;
    }

    private static void check(Kind kind, String name, ObjectNode object, JsonNode preconditions) {
        String uid = object.path("metadata").path("uid").asText();
        String asked = preconditions.path("uid").asText(uid);
        if (!asked.equals(uid)) {
            throw Refusal.wrongUid(kind, name, asked, uid);
        }
        String version = object.path("metadata").path("resourceVersion").asText();
        if (!preconditions.path("resourceVersion").asText(version).equals(version)) {
            throw Refusal.modified(kind, name);
        }
    }

    private static long grace(ObjectNode pod, JsonNode options) {
        if (pod.path("spec").path("nodeName").asText().isEmpty()) {
            return 0;
        }
        long grace = options.path("gracePeriodSeconds")
                .asLong(pod.path("spec").path("terminationGracePeriodSeconds").asLong(USUAL_GRACE));
        long asked = grace < 0 ? 1 : grace;
        JsonNode earlier = pod.path("metadata").path("deletionGracePeriodSeconds");
        return earlier.isMissingNode() ? asked : Math.min(asked, earlier.asLong());
    }

    private ObjectNode mark(Kind kind, String namespace, String name, long grace) {
        return store.change(kind, namespace, name, object -> {
            object.withObject("/metadata")
                    .put("deletionGracePeriodSeconds", grace)
                    .put(
                            "deletionTimestamp",
                            Instant.now()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .plusSeconds(grace)
                                    .toString());
            return object;
        });
    }

    private void orphan(ObjectNode owner) {
        for (Kind kind : Set.of(Kind.POD, Kind.NETWORK_POLICY, Kind.REPLICA_SET)) {
            dependents(store, kind, owner)
                    .forEach(one -> store.change(kind, namespace(one), name(one), object -> {
                        object.withObject("/metadata").putArray("ownerReferences");
                        return object;
                    }));
        }
    }

    static Iterable<ObjectNode> dependents(Store store, Kind kind, JsonNode owner) {
        String uid = owner.path("metadata").path("uid").asText();
        return store.list(kind, owner.path("metadata").path("namespace").asText(), object -> owns(uid, object));
    }

    private static boolean owns(String uid, JsonNode object) {
        for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
            if (reference.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }
}
