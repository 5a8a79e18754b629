package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a node does: lets scheduled pods run and end, with what is started in them. */
final class Kubelet implements AutoCloseable {

    /** The processes in pods. */
    final Containers containers;

    /** Pods, by the begin of their names, that go only after their whole grace period. */
    final Set<String> stubborn = ConcurrentHashMap.newKeySet();

    /** Logs by the name of the pod. */
    final Map<String, String> logs = new ConcurrentHashMap<>();

    /** Logs of the containers before these, by the name of the pod. */
    final Map<String, String> previousLogs = new ConcurrentHashMap<>();

    /** Addresses of pods, by their names. */
    final Map<String, String> addresses = new ConcurrentHashMap<>();

    private final Store store;
    private final ScheduledExecutorService work = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "stand-in kubelet");
        thread.setDaemon(true);
        return thread;
    });

    Kubelet(Store store) {
        this.store = store;
        this.containers = new Containers(store);
        store.listen(event -> {
            if (event.kind() == Kind.POD && !event.type().equals("DELETED")) {
                work.execute(() -> tend(event.object()));
            }
        });
    }

    private void tend(ObjectNode pod) {
        String name = Deletion.name(pod);
        JsonNode grace = pod.path("metadata").path("deletionGracePeriodSeconds");
        if (pod.path("metadata").has("deletionTimestamp")) {
            boolean late = stubborn.stream().anyMatch(name::startsWith);
            work.schedule(() -> end(pod), late ? grace.asLong() * 1000 : 5, TimeUnit.MILLISECONDS);
        } else if (pod.path("spec").has("nodeName")
                && pod.path("status").path("phase").asText("Pending").equals("Pending")) {
            containers.changePod(pod, this::running);
        }
    }

    private void end(ObjectNode pod) {
        containers.end(Deletion.name(pod));
        containers.changePod(pod, left -> left.withObject("/metadata").put("deletionGracePeriodSeconds", 0));
    }

    private void running(ObjectNode pod) {
        ObjectNode status = pod.withObject("/status");
        status.put("phase", "Running");
        String address = addresses.get(Deletion.name(pod));
        if (address != null) {
            status.put("podIP", address);
        }
        ArrayNode conditions = status.putArray("conditions");
        for (String type : List.of("PodScheduled", "Initialized", "ContainersReady", "Ready")) {
            conditions.addObject().put("type", type).put("status", "True");
        }
        ArrayNode statuses = status.putArray("containerStatuses");
        pod.path("spec").path("containers").forEach(container -> statuses.addObject()
                .put("name", container.path("name").asText())
                .put("ready", true)
                .put("restartCount", 0));
    }

    static boolean ready(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return false;
        }
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    String log(Call call) {
        store.get(Kind.POD, call.namespace(), call.name());
        if (call.flag("previous")) {
            String container = call.parameter("container").orElse("");
            return Optional.ofNullable(previousLogs.get(call.name()))
                    .orElseThrow(() -> Refusal.of(
                            400,
                            "BadRequest",
                            "previous terminated container \"" + container + "\" in pod \"" + call.name()
                                    + "\" not found"));
        }
        return logs.getOrDefault(call.name(), "");
    }

    /** A container ends and is started anew. */
    void restart(ObjectNode pod, String log) {
        previousLogs.put(Deletion.name(pod), log);
        containers.changePod(
                pod,
                now -> now.withObject("/status").withArray("containerStatuses").forEach(status -> ((ObjectNode) status)
                        .put("restartCount", 1)
                        .putObject("lastState")
                        .putObject("terminated")
                        .put("exitCode", 1)
                        .put(
                                "finishedAt",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())));
    }

    @Override
    public void close() {
        work.shutdownNow();
        containers.close();
    }
}
