package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** The Eviction API: deletes a pod unless a disruption budget forbids it. */
final class Evictions {

    private final Store store;
    private final Deletion deletion;

    Evictions(Store store, Deletion deletion) {
        this.store = store;
        this.deletion = deletion;
    }

    JsonNode evict(String namespace, String name, JsonNode eviction) {
        ObjectNode pod = store.get(Kind.POD, namespace, name);
        JsonNode options = eviction.path("deleteOptions");
        if (!eviction.path("metadata").path("name").asText(name).equals(name)) {
            throw Refusal.of(400, "BadRequest", "name in URL does not match name in Eviction object");
        }
        boolean dryRun = options.path("dryRun").path(0).asText().equals("All");
        if (!pod.path("metadata").has("deletionTimestamp")) {
            store.list(Kind.BUDGET, namespace, budget -> covers(budget, pod)).forEach(this::check);
            deletion.delete(Kind.POD, namespace, name, options, dryRun);
        }
        return Patches.JSON
                .createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Success")
                .put("code", 201);
    }

    private static boolean covers(JsonNode budget, JsonNode pod) {
        return matches(budget.path("spec").path("selector").path("matchLabels"), pod);
    }

    static boolean matches(JsonNode wanted, JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        boolean[] all = {true};
        wanted.properties().forEach(field -> all[0] &= field.getValue().equals(labels.path(field.getKey())));
        return all[0];
    }

    private void check(ObjectNode budget) {
        State state = State.of(store, budget);
        if (state.healthy() <= state.needed()) {
            throw Refusal.budget(Deletion.name(budget), state.needed(), state.healthy());
        }
    }

    /** Writes a budget's status, as its controller does. */
    static void observe(Store store, ObjectNode budget) {
        State state = State.of(store, budget);
        store.change(Kind.BUDGET, Deletion.namespace(budget), Deletion.name(budget), changed -> {
            changed.withObject("/status")
                    .put("currentHealthy", state.healthy())
                    .put("desiredHealthy", state.needed())
                    .put("disruptionsAllowed", Math.max(0, state.healthy() - state.needed()));
            return changed;
        });
    }

    private record State(long healthy, long needed) {

        static State of(Store store, ObjectNode budget) {
            Predicate<JsonNode> covered = pod -> covers(budget, pod);
            List<ObjectNode> pods = store.list(Kind.POD, Deletion.namespace(budget), covered);
            long healthy = pods.stream().filter(Kubelet::ready).count();
            JsonNode least = budget.path("spec").path("minAvailable");
            JsonNode most = budget.path("spec").path("maxUnavailable");
            long needed = least.isMissingNode() ? pods.size() - amount(most, pods.size()) : amount(least, pods.size());
            return new State(healthy, needed);
        }
    }

    private static long amount(JsonNode value, int of) {
        String text = value.asText();
        return text.endsWith("%")
                ? (long) Math.ceil(of * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0)
                : value.asLong();
    }
}
