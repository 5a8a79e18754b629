package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Runs the commands of ephemeral containers as real processes, in the network namespace that a test gave the pod. What was
 * started in a container ends with its first process, as in one with a PID namespace of its own.
 */
final class Containers implements AutoCloseable {

    /** Network namespaces by the name of the pod. */
    final Map<String, String> networks = new ConcurrentHashMap<>();

    private final Store store;
    private final Map<String, Process> first = new ConcurrentHashMap<>();
    private final Map<String, Queue<Process>> others = new ConcurrentHashMap<>();

    Containers(Store store) {
        this.store = store;
    }

    /** Starts the ephemeral containers of a pod that are not started yet. */
    void start(ObjectNode pod) {
        String name = Deletion.name(pod);
        pod.path("spec").path("ephemeralContainers").forEach(container -> {
            String key = name + "/" + container.path("name").asText();
            if (container.path("image").asText().contains("missing")) {
                state(pod, container, "waiting", "ErrImagePull");
                return;
            }
            first.computeIfAbsent(key, any -> {
                Process process = run(name, container);
                state(pod, container, "running", "");
                process.onExit().thenAccept(ended -> {
                    others.getOrDefault(key, new ConcurrentLinkedQueue<>()).forEach(Containers::kill);
                    state(pod, container, "terminated", "Completed");
                });
                return process;
            });
        });
    }

    private void state(ObjectNode pod, JsonNode container, String state, String reason) {
        String name = container.path("name").asText();
        changePod(pod, now -> {
            ArrayNode statuses = now.withObject("/status").withArray("ephemeralContainerStatuses");
            for (int i = statuses.size() - 1; i >= 0; i--) {
                if (statuses.path(i).path("name").asText().equals(name)) {
                    statuses.remove(i);
                }
            }
            statuses.addObject()
                    .put("name", name)
                    .putObject("state")
                    .putObject(state)
                    .put("reason", reason);
        });
    }

    void changePod(ObjectNode pod, Consumer<ObjectNode> change) {
        try {
            store.change(Kind.POD, Deletion.namespace(pod), Deletion.name(pod), now -> {
                if (now.path("metadata").path("uid").equals(pod.path("metadata").path("uid"))) {
                    change.accept(now);
                }
                return now;
            });
        } catch (Refusal gone) {
            // it went meanwhile
        }
    }

    private Process run(String pod, JsonNode container) {
        List<String> command = new ArrayList<>();
        Optional.ofNullable(networks.get(pod))
                .ifPresent(network -> command.addAll(List.of("ip", "netns", "exec", network)));
        container.path("command").forEach(word -> command.add(word.asText()));
        container.path("args").forEach(word -> command.add(word.asText()));
        ProcessBuilder builder = new ProcessBuilder(command);
        container.path("env").forEach(variable -> builder.environment()
                .put(variable.path("name").asText(), variable.path("value").asText()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw Refusal.of(500, "InternalError", e.getMessage());
        }
    }

    MockResponse connect(Call call) {
        ObjectNode pod = store.get(Kind.POD, call.namespace(), call.name());
        String container = call.parameter("container")
                .orElse(pod.path("spec").path("containers").path(0).path("name").asText());
        String key = call.name() + "/" + container;
        Process process = first.get(key);
        boolean ephemeral = false;
        JsonNode environment = Patches.JSON.createArrayNode();
        for (JsonNode one : pod.path("spec").path("ephemeralContainers")) {
            if (one.path("name").asText().equals(container)) {
                ephemeral = true;
                environment = one.path("env");
            }
        }
        boolean attach = call.subresource().equals("attach");
        if ((attach || ephemeral) && (process == null || !process.isAlive())) {
            return new MockResponse()
                    .setResponseCode(500)
                    .setHeader("Content-Type", "text/plain; charset=utf-8")
                    .setBody("container " + container + " not found in pod " + call.name() + "_" + call.namespace());
        }
        if (attach) {
            return upgrade(new Streams(process, false));
        }
        ObjectNode command = Patches.JSON.createObjectNode();
        call.query().get("command").forEach(word -> command.withArray("command").add(word));
        command.set("env", environment);
        Process started = run(call.name(), command);
        others.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>()).add(started);
        return upgrade(new Streams(started, true));
    }

    private static MockResponse upgrade(Streams streams) {
        return new MockResponse()
                .setHeader("Sec-WebSocket-Protocol", "v4.channel.k8s.io")
                .withWebSocketUpgrade(streams);
    }

    /** Ends everything in a pod. */
    void end(String pod) {
        first.forEach((container, process) -> {
            if (container.startsWith(pod + "/")) {
                kill(process);
            }
        });
        others.forEach((container, processes) -> {
            if (container.startsWith(pod + "/")) {
                processes.forEach(Containers::kill);
            }
        });
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        first.values().forEach(Containers::kill);
        others.values().forEach(processes -> processes.forEach(Containers::kill));
    }
}
