package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.ApiObjects;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.mark.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes pods and replaces them: a deployment, a stateful set, a daemon set, or whatever else owns them.
 *
 * @param ref where it is
 * @param uid key of this very one
 * @param object the whole of it
 */
public record Workload(ObjectRef ref, String uid, GenericKubernetesResource object) {

    private static final Set<Kind> SCALABLE = Set.of(Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.STATEFUL_SET);

    private static Workload of(Kind kind, GenericKubernetesResource object) {
        return new Workload(ObjectRef.of(kind, object), object.getMetadata().getUid(), object);
    }

    /** Finds one by its name. */
    public static Optional<Workload> find(Cluster cluster, ObjectRef ref) {
        return cluster.objects().get(ref).map(object -> of(ref.kind(), object));
    }

    /** Returns the pods' workloads by the keys of the pods; one that nobody owns has none. */
    public static Map<String, Workload> owners(Cluster cluster, List<Pod> pods) {
        Map<String, Optional<Workload>> known = new LinkedHashMap<>();
        Map<String, Workload> owners = new LinkedHashMap<>();
        for (Pod pod : pods) {
            Pods.owner(pod)
                    .flatMap(owner -> known.computeIfAbsent(
                            owner.getUid(),
                            unused -> root(cluster, pod.getMetadata().getNamespace(), owner)))
                    .ifPresent(workload -> owners.put(Pods.uid(pod), workload));
        }
        return owners;
    }

    /** A replica set of a deployment is the deployment's. */
    private static Optional<Workload> root(Cluster cluster, String namespace, OwnerReference owner) {
        Optional<Workload> found = Kind.of(owner.getKind())
                .flatMap(kind -> find(cluster, new ObjectRef(kind, namespace, owner.getName())))
                .filter(one -> one.uid().equals(owner.getUid()));
        Optional<OwnerReference> above = found.stream()
                .flatMap(one -> one.object().getMetadata().getOwnerReferences().stream())
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
        return above.isPresent() ? root(cluster, namespace, above.get()).or(() -> found) : found;
    }

    /** Returns the pods that belong to it, whatever others its labels fit. */
    public List<Pod> pods(Cluster cluster) {
        Set<String> owners = ref.kind() == Kind.DEPLOYMENT ? replicaSets(cluster.objects()) : Set.of(uid);
        return cluster.pods(ref.namespace(), selector()).stream()
                .filter(pod -> Pods.owner(pod)
                        .filter(owner -> owners.contains(owner.getUid()))
                        .isPresent())
                .toList();
    }

    private Set<String> replicaSets(ApiObjects objects) {
        return sets(objects).map(set -> set.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private Stream<GenericKubernetesResource> sets(ApiObjects objects) {
        return objects.list(Kind.REPLICA_SET, ref.namespace(), selector()).stream()
                .filter(set -> set.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> Objects.equals(owner.getUid(), uid)));
    }

    /** Returns the replica sets of a deployment that hold a copy of the mark of a fault. */
    public List<ObjectRef> copiesOfMark(Cluster cluster, String id) {
        return ref.kind() == Kind.DEPLOYMENT
                ? sets(cluster.objects())
                        .filter(set -> Marks.copied(set, id))
                        .map(set -> ObjectRef.of(Kind.REPLICA_SET, set))
                        .toList()
                : List.of();
    }

    /** Returns how many of its pods are ready. */
    public int ready() {
        Object ready = object.get("status", "readyReplicas");
        return ready instanceof Number number ? number.intValue() : 0;
    }

    /** Returns how many pods it is to have. */
    public int replicas() {
        Object replicas = object.get("spec", "replicas");
        return replicas instanceof Number number ? number.intValue() : 1;
    }

    /** Tells whether its number of pods can be changed. */
    public boolean scalable() {
        return SCALABLE.contains(ref.kind());
    }

    /** Returns the selector of its pods. */
    public String selector() {
        return LabelSelectors.text(object.get("spec", "selector"));
    }
}
