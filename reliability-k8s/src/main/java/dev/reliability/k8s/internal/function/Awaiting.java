package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.k8s.internal.client.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits until an object is as wanted, by a watch: states that last a moment are seen too. */
final class Awaiting {

    /** A watch that is silent so long may be dead without a sign. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Api api;
    private final Resource resource;
    private final String namespace;
    private final String name;
    private final String labels;

    Awaiting(Api api, Resource resource, String namespace, String name, String labels) {
        this.api = api;
        this.resource = resource;
        this.namespace = namespace;
        this.name = name;
        this.labels = labels;
    }

    /** Returns whether it came to be within a time. */
    boolean until(Predicate<JsonNode> wanted, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            JsonNode list = api.get(
                    resource.path(namespace),
                    Api.query("labelSelector", labels, "fieldSelector", "metadata.name=" + name));
            for (JsonNode object : list.path("items")) {
                if (wanted.test(object)) {
                    return true;
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            String version = list.path("metadata").path("resourceVersion").asText();
            if (watch(version, wanted, Math.min(left, SILENCE.toNanos()))) {
                return true;
            }
        }
    }

    private boolean watch(String version, Predicate<JsonNode> wanted, long nanos) throws InterruptedException {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        Cluster cluster = api.cluster();
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(resource.group())
                .withVersion("v1")
                .withPlural(resource.plural())
                .withNamespaced(true)
                .build();
        Watch watch = cluster.client()
                .genericKubernetesResources(context)
                .inNamespace(namespace)
                .watch(
                        new ListOptionsBuilder()
                                .withFieldSelector("metadata.name=" + name)
                                .withLabelSelector(labels.isEmpty() ? null : labels)
                                .withResourceVersion(version)
                                .build(),
                        new Watcher<GenericKubernetesResource>() {
                            @Override
                            public void eventReceived(Action action, GenericKubernetesResource object) {
                                if (action != Action.BOOKMARK && wanted.test(json(cluster, object))) {
                                    seen.complete(true);
                                }
                            }

                            @Override
                            public void onClose(WatcherException cause) {
                                seen.complete(false);
                            }

                            @Override
                            public void onClose() {
                                seen.complete(false);
                            }
                        });
        try {
            return seen.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } finally {
            watch.close();
        }
    }

    private static JsonNode json(Cluster cluster, GenericKubernetesResource object) {
        try {
            return Api.JSON.readTree(
                    cluster.client().getKubernetesSerialization().asJson(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
