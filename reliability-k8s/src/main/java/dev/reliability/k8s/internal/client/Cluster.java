package dev.reliability.k8s.internal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.Right;
import dev.reliability.spi.SharedClients;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A cluster as one identity sees it. Thread-safe. */
public final class Cluster implements AutoCloseable {

    /** How many objects are read at once: bounds the memory of an answer. */
    private static final long PAGE = 500;

    /** Who grants rights in a cluster. */
    public static final String AUTHORITY = "kubernetes";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Access access;
    private final Config config;
    private final KubernetesClient client;
    private final ApiObjects objects;

    /** Returns the cluster, connected at its first use; the client is shared by all targets, signals and functions. */
    public static Cluster of(Access access) {
        return SharedClients.of(Cluster.class, access, Cluster::new);
    }

    private Cluster(Access access) {
        this.access = access;
        this.config = access.config();
        this.client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new QueuingHttpClient.Factory())
                .build();
        this.objects = new ApiObjects(client);
    }

    /**
     * Asks a question.
     *
     * @throws IllegalStateException if the server refuses or does not answer, in words for the person who reads them
     */
    public <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(Refusals.words(e, this), e);
        }
    }

    /** Gives orders; the same is thrown. */
    public void told(Runnable orders) {
        asked(() -> {
            orders.run();
            return true;
        });
    }

    /** Returns its objects of any kind. */
    public ApiObjects objects() {
        return objects;
    }

    /** Returns the client. */
    public KubernetesClient client() {
        return client;
    }

    /** Returns the URL of the server. */
    public String server() {
        return config.getMasterUrl();
    }

    /** Returns the name of the context; {@code in-cluster} inside a pod. */
    public String context() {
        return config.getCurrentContext() == null
                ? "in-cluster"
                : config.getCurrentContext().getName();
    }

    /** Returns the namespace that the context chooses. */
    public String namespace() {
        return Optional.ofNullable(config.getNamespace())
                .filter(text -> !text.isBlank())
                .orElse("default");
    }

    /**
     * Returns a right in this cluster.
     *
     * @param namespace where; empty for the whole cluster
     */
    public Right right(String verb, String resource, String namespace) {
        Right right = Right.of(AUTHORITY, verb, resource);
        Right there = namespace.isEmpty() ? right : right.with("namespace", namespace);
        return access.context().isEmpty() ? there : there.with("context", access.context());
    }

    /** Tells whether a namespace is there, or nobody may tell us. */
    public boolean mayHaveNamespace(String name) {
        try {
            return client.namespaces().withName(name).get() != null;
        } catch (KubernetesClientException e) {
            return true;
        }
    }

    /** Returns all pods that a selector of labels means, page by page. */
    public List<Pod> pods(String namespace, String selector) {
        return pods(options -> client.pods()
                .inNamespace(namespace)
                .list(options.withLabelSelector(selector).build()));
    }

    /** Returns all pods of a node, of whatever namespace, page by page. */
    public List<Pod> podsOfNode(String node) {
        return pods(options -> client.pods()
                .inAnyNamespace()
                .list(options.withFieldSelector("spec.nodeName=" + node).build()));
    }

    private static List<Pod> pods(Function<ListOptionsBuilder, PodList> question) {
        List<Pod> pods = new ArrayList<>();
        String next = null;
        do {
            PodList page =
                    question.apply(new ListOptionsBuilder().withLimit(PAGE).withContinue(next));
            pods.addAll(page.getItems());
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return pods;
    }

    /** Returns a pod as it is now. */
    public Optional<Pod> pod(String namespace, String name) {
        return Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get());
    }

    /**
     * Deletes one pod, and no other that took its name meanwhile.
     *
     * @param grace how long it may take to end, if not as long as it asks for itself
     * @return whether it was still there
     * @throws KubernetesClientException if the server refuses
     */
    public boolean delete(Pod pod, Optional<Duration> grace) {
        ObjectNode options = JSON.createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", pod.getMetadata().getUid());
        grace.ifPresent(length -> options.put("gracePeriodSeconds", length.toSeconds()));
        try {
            client.raw(
                    "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                            + pod.getMetadata().getName(),
                    "DELETE",
                    JSON.writeValueAsString(options));
            return true;
        } catch (KubernetesClientException e) {
            if (Refusals.gone(e)) {
                return false;
            }
            throw e;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
