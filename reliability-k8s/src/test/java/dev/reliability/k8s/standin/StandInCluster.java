package dev.reliability.k8s.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A cluster for one test: a server, one node, and the controllers that replace what is deleted. */
public final class StandInCluster implements AutoCloseable {

    /** The token of a user who may do everything that was not forbidden. */
    public static final String TOKEN = "token-of-the-tests";

    private final Store store = new Store();
    private final Kubelet kubelet = new Kubelet(store);
    private final Controllers controllers;
    private final NetworkPlugin plugin = new NetworkPlugin(store, kubelet.containers.networks);
    private final ApiServer server;
    private final MockWebServer web = new MockWebServer();

    /** Starts a cluster with the namespaces {@code default} and {@code kube-system} and the node {@code node1}. */
    public StandInCluster() {
        server = new ApiServer(store, kubelet);
        server.users.put(TOKEN, "tester");
        List.of("default", "kube-system").forEach(this::namespace);
        create(
                "Node",
                "",
                "{\"metadata\": {\"name\": \"node1\"}, \"spec\": {}, \"status\": {\"conditions\":"
                        + " [{\"type\": \"Ready\", \"status\": \"True\"}]}}");
        controllers = new Controllers(store);
        web.setDispatcher(server);
        web.start(InetAddress.getLoopbackAddress(), 0);
    }

    /** Returns where the server listens. */
    public String url() {
        return "http://127.0.0.1:" + web.getPort();
    }

    /** Writes a kubeconfig with one context, {@code stand-in}. */
    public Path kubeconfig(Path directory) {
        return kubeconfig(directory, TOKEN);
    }

    /** Writes a kubeconfig with a token of the test's choice. */
    public Path kubeconfig(Path directory, String token) {
        String text =
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: stand-in, cluster: {server: "%s"}}]
                users: [{name: tester, user: {token: %s}}]
                contexts: [{name: stand-in, context: {cluster: stand-in, user: tester, namespace: default}}]
                current-context: stand-in
                """
                        .formatted(url(), token);
        try {
            return Files.writeString(directory.resolve("kubeconfig"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a namespace. */
    public void namespace(String name) {
        create("Namespace", "", "{\"metadata\": {\"name\": \"" + name + "\"}}");
    }

    /** Makes an object of a kind from JSON. */
    public JsonNode create(String kind, String namespace, String json) {
        try {
            return store.create(Kind.named(kind), namespace, (ObjectNode) Patches.JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Makes a deployment whose pods carry the label {@code app}. */
    public JsonNode deployment(String namespace, String name, int replicas, String app) {
        return create(
                "Deployment",
                namespace,
                """
                {"metadata": {"name": "%s"}, "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "%s"}},
                 "template": {"metadata": {"labels": {"app": "%s"}},
                  "spec": {"containers": [{"name": "app", "image": "registry.example/app:1"}]}}}}
                """
                        .formatted(name, replicas, app, app));
    }

    /** Makes a service of the pods with a label {@code app}. */
    public JsonNode service(String namespace, String name, String app) {
        return create(
                "Service",
                namespace,
                "{\"metadata\": {\"name\": \"" + name + "\"}, \"spec\": {\"selector\": {\"app\": \"" + app + "\"}}}");
    }

    /** Makes a pod that nobody owns. */
    public JsonNode pod(String namespace, String name, String app) {
        return create(
                "Pod",
                namespace,
                """
                {"metadata": {"name": "%s", "labels": {"app": "%s"}},
                 "spec": {"nodeName": "node1", "containers": [{"name": "app", "image": "registry.example/app:1"}]}}
                """
                        .formatted(name, app));
    }

    /** Returns the objects of a kind in a namespace, or in all if it is empty. */
    public List<ObjectNode> list(String kind, String namespace) {
        return store.list(Kind.named(kind), namespace, any -> true);
    }

    /** Returns an object if it is there. */
    public Optional<ObjectNode> find(String kind, String namespace, String name) {
        return store.find(Kind.named(kind), namespace, name);
    }

    /** Changes an object as somebody else would. */
    public void change(String kind, String namespace, String name, java.util.function.Consumer<ObjectNode> change) {
        store.change(Kind.named(kind), namespace, name, object -> {
            change.accept(object);
            return object;
        });
    }

    /** Returns the names of the pods that are ready. */
    public List<String> readyPods(String namespace, String app) {
        Predicate<JsonNode> selected =
                pod -> pod.at("/metadata/labels/app").asText().equals(app);
        return store.list(Kind.POD, namespace, selected.and(Kubelet::ready)).stream()
                .map(Deletion::name)
                .toList();
    }

    /** Holds the replacement of pods back, or lets it go on. */
    public void replacePods(boolean replace) {
        controllers.replacing.set(replace);
    }

    /** Lets new jobs wait for their start, as where the job controller does not work, or lets it go on. */
    public void startJobs(boolean start) {
        controllers.startingJobs.set(start);
    }

    /** Lets pods whose names begin so take their whole grace period. */
    public void stubborn(String begin) {
        kubelet.stubborn.add(begin);
    }

    /** Gives a pod a log. */
    public void log(String pod, String text) {
        kubelet.logs.put(pod, text);
    }

    /** Lets a pod's containers end, whose logs these were, and begin anew. */
    public void restart(String namespace, String pod, String log) {
        kubelet.restart(store.get(Kind.POD, namespace, pod), log);
    }

    /** Makes an event about an object. */
    public void event(String namespace, String type, String reason, String kind, String name, String message) {
        ObjectNode event = Patches.JSON.createObjectNode();
        event.putObject("metadata").put("generateName", name + ".");
        event.putObject("involvedObject").put("kind", kind).put("name", name).put("namespace", namespace);
        event.put("type", type).put("reason", reason).put("message", message);
        event.put("lastTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        store.create(Kind.named("Event"), namespace, event);
    }

    /** Gives a pod the log of a container before this one. */
    public void previousLog(String pod, String text) {
        kubelet.previousLogs.put(pod, text);
    }

    /** Runs what is started in a pod in a network namespace of this machine, where the pod has an address. */
    public void network(String pod, String namespace, String address) {
        kubelet.containers.networks.put(pod, namespace);
        kubelet.addresses.put(pod, address);
    }

    /** Says whether the cluster has a network plugin that enforces NetworkPolicies; it does unless told otherwise. */
    public void enforcePolicies(boolean enforce) {
        plugin.enforcing.set(enforce);
    }

    /** Takes a right away, such as {@code delete pods} or {@code create pods/eviction}. */
    public void forbid(String right) {
        server.forbidden.add(right);
    }

    /** Answers requests whose right is this with a status and no sense, until {@link #recover()}. */
    public void fail(String right, int status) {
        server.mishaps.add(call -> call.right().equals(right)
                ? Optional.of(new MockResponse().setResponseCode(status).setBody("out of order"))
                : Optional.empty());
    }

    /** Lets the server answer as usual again. */
    public void recover() {
        server.mishaps.clear();
        server.forbidden.clear();
    }

    /** Makes earlier versions too old to watch from, and cuts the watches there are. */
    public void expireWatches() {
        store.compact();
        server.watches.forEach(Watch::cut);
        server.watches.clear();
    }

    /** Returns what was asked so far: {@code delete pods}, {@code list deployments.apps}. */
    public List<String> asked() {
        return server.calls.stream().map(Call::right).toList();
    }

    /** Lets the token be unknown, as an expired one is. */
    public void forgetToken() {
        server.users.clear();
    }

    /** Lets another token be known in the place of all before it. */
    public void rotateToken(String token) {
        server.users.put(token, "tester");
        server.users.keySet().removeIf(known -> !known.equals(token));
    }

    @Override
    public void close() {
        server.watches.forEach(Watch::cut);
        web.shutdown();
        controllers.close();
        plugin.close();
        kubelet.close();
    }
}
