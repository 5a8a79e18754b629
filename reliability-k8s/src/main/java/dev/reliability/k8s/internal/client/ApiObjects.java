package dev.reliability.k8s.internal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of any kind of one cluster, as trees. */
public final class ApiObjects {

    private static final long PAGE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    ApiObjects(KubernetesClient client) {
        this.client = client;
    }

    /** What is listed of a kind, and as of when. */
    public record Listed(List<GenericKubernetesResource> items, String version) {}

    /** Returns an object as it is now. */
    public Optional<GenericKubernetesResource> get(ObjectRef ref) {
        return Optional.ofNullable(at(ref).get());
    }

    /** Returns the objects of a kind that a selector of labels means, page by page; of all namespaces where it is empty. */
    public List<GenericKubernetesResource> list(Kind kind, String namespace, String labels) {
        return list(kind, namespace, labels, "").items();
    }

    /** Returns the objects of a kind that selectors of labels and fields mean, and the version to watch from. */
    public Listed list(Kind kind, String namespace, String labels, String fields) {
        List<GenericKubernetesResource> items = new ArrayList<>();
        String version = "";
        String next = null;
        do {
            ListOptions options = options(labels, fields);
            options.setLimit(PAGE);
            options.setContinue(next);
            GenericKubernetesResourceList page = namespace.isEmpty()
                    ? all(kind).inAnyNamespace().list(options)
                    : all(kind).inNamespace(namespace).list(options);
            items.addAll(page.getItems());
            version = page.getMetadata().getResourceVersion();
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return new Listed(List.copyOf(items), version);
    }

    /** Watches what selectors mean from a version on. */
    Watch watch(
            Kind kind,
            String namespace,
            String labels,
            String fields,
            String version,
            Watcher<GenericKubernetesResource> watcher) {
        ListOptions options = options(labels, fields);
        options.setResourceVersion(version);
        options.setAllowWatchBookmarks(true);
        return namespace.isEmpty()
                ? all(kind).inAnyNamespace().watch(options, watcher)
                : all(kind).inNamespace(namespace).watch(options, watcher);
    }

    private static ListOptions options(String labels, String fields) {
        return new ListOptionsBuilder()
                .withLabelSelector(labels.isEmpty() ? null : labels)
                .withFieldSelector(fields.isEmpty() ? null : fields)
                .build();
    }

    /**
     * Makes an object.
     *
     * @param tree its metadata besides name and namespace, and its specification
     * @return the object as it was made
     * @throws KubernetesClientException if the server refuses, or there is one of this name
     */
    public GenericKubernetesResource create(ObjectRef ref, Map<String, ?> tree) {
        GenericKubernetesResource object = JSON.convertValue(tree, GenericKubernetesResource.class);
        object.setApiVersion(ref.kind().apiVersion());
        object.setKind(ref.kind().word());
        object.getMetadata().setName(ref.name());
        object.getMetadata().setNamespace(ref.namespace());
        return all(ref.kind()).inNamespace(ref.namespace()).resource(object).create();
    }

    /**
     * Deletes an object, and what it owns after it.
     *
     * @throws KubernetesClientException if the server refuses; an object that is not there is none of these cases
     */
    public void delete(ObjectRef ref) {
        // a job that is deleted without a word about it leaves behind what it owns
        at(ref).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    }

    /**
     * Changes an object by a merge patch.
     *
     * @return the object as it is then
     * @throws KubernetesClientException if the server refuses, or the object is not there
     */
    public GenericKubernetesResource merge(ObjectRef ref, Map<String, ?> patch) {
        GenericKubernetesResource answer = at(ref).patch(PatchContext.of(PatchType.JSON_MERGE), write(patch));
        if (answer == null) {
            throw new KubernetesClientException(ref.words() + " is not there any more");
        }
        return answer;
    }

    /**
     * Evicts a pod unless a disruption budget forbids it.
     *
     * @throws KubernetesClientException if the server refuses: 429 for a budget
     */
    public void evict(String namespace, String name, String uid) {
        Map<String, Object> eviction = Map.of(
                "apiVersion",
                "policy/v1",
                "kind",
                "Eviction",
                "metadata",
                Map.of("name", name, "namespace", namespace),
                "deleteOptions",
                Map.of("preconditions", Map.of("uid", uid)));
        client.raw("/api/v1/namespaces/" + namespace + "/pods/" + name + "/eviction", "POST", write(eviction));
    }

    private Resource<GenericKubernetesResource> at(ObjectRef ref) {
        return ref.kind().namespaced()
                ? all(ref.kind()).inNamespace(ref.namespace()).withName(ref.name())
                : all(ref.kind()).withName(ref.name());
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all(Kind kind) {
        return client.genericKubernetesResources(kind.context());
    }

    private static String write(Map<String, ?> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
