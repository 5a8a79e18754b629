package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.pod.Ends;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What policies leave when their controller dies: for a lease policy and job, and until somebody comes a label on the pods. */
public final class PolicyLeftovers {

    private static final String ID = "policy";
    private static final String NAMESPACE = "namespace";

    private PolicyLeftovers() {}

    static UndoRecord record(String fault, Address address, String namespace, String id, Map<String, String> more) {
        Map<String, String> data = new HashMap<>(more);
        data.put(ID, id);
        data.put(NAMESPACE, namespace);
        return new UndoRecord(fault, address, data);
    }

    /** Tells whether it was written by a fault of this package. */
    public static boolean knows(UndoRecord record) {
        return record.data().containsKey(ID);
    }

    /** Undoes the fault of a dead run; returns what is left. */
    public static List<String> undo(UndoRecord record, Cluster cluster) throws InterruptedException {
        List<String> left = new ArrayList<>(end(
                cluster,
                Objects.requireNonNull(record.data().get(NAMESPACE)),
                Objects.requireNonNull(record.data().get(ID))));
        left.addAll(Ends.undo(record, cluster));
        return left;
    }

    /** Ends every policy of ours that was made for a target, or that is on some pods; returns what is left. */
    public static List<String> sweep(List<Pod> pods, Address address, String namespace, Cluster cluster) {
        Set<String> ids = new LinkedHashSet<>();
        pods.forEach(pod -> Marks.label(pod.getMetadata()).ifPresent(ids::add));
        for (Kind kind : List.of(Kind.JOB, Kind.NETWORK_POLICY)) {
            for (GenericKubernetesResource object : visible(() -> new Marks(cluster).find(kind, namespace))) {
                Marks.on(object)
                        .filter(mark -> mark.target().equals(address.toString()))
                        .ifPresent(mark -> ids.add(mark.id()));
            }
        }
        return ids.stream().flatMap(id -> end(cluster, namespace, id).stream()).toList();
    }

    /** Whoever may not see policies and jobs has made none. */
    private static List<GenericKubernetesResource> visible(Supplier<List<GenericKubernetesResource>> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            if (Refusals.forbidden(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Ends a fault, and takes its label off the pods; returns what is left. */
    private static List<String> end(Cluster cluster, String namespace, String id) {
        PolicyLease.end(cluster, namespace, id);
        unlabel(cluster, namespace, id);
        return left(cluster, namespace, id);
    }

    static List<String> left(Cluster cluster, String namespace, String id) {
        List<String> left = new ArrayList<>(PolicyLease.left(cluster, namespace, id));
        labelled(cluster, namespace, id)
                .forEach(pod -> left.add("pod " + Pods.name(pod) + " still has the label " + Marks.LABEL));
        return left;
    }

    /**
     * Puts the label of a fault on a pod.
     *
     * @throws KubernetesClientException if the server refuses, or the pod is another one by now
     */
    static void label(Cluster cluster, Pod pod, String id) {
        patch(cluster, pod, Map.of(Marks.LABEL, id));
    }

    static void unlabel(Cluster cluster, String namespace, String id) {
        for (Pod pod : labelled(cluster, namespace, id)) {
            try {
                patch(cluster, pod, Collections.singletonMap(Marks.LABEL, null));
            } catch (KubernetesClientException e) {
                if (cluster.pod(namespace, Pods.name(pod)).isPresent()) {
                    throw e;
                }
            }
        }
    }

    private static void patch(Cluster cluster, Pod pod, Map<String, ?> labels) {
        ObjectRef ref = new ObjectRef(Kind.POD, pod.getMetadata().getNamespace(), Pods.name(pod));
        // refuses another pod that took the name
        cluster.objects().merge(ref, Map.of("metadata", Map.of("uid", Pods.uid(pod), "labels", labels)));
    }

    static List<Pod> labelled(Cluster cluster, String namespace, String id) {
        return cluster.pods(namespace, Marks.LABEL + "=" + id);
    }

    /**
     * Takes the labels of dead runs off some pods.
     *
     * @throws IllegalStateException if a run that may be alive attacks one of them
     */
    static void endLeftovers(Cluster cluster, List<Pod> pods, String sweepCommand) {
        Map<String, Pod> labelled = new HashMap<>();
        pods.forEach(pod -> Marks.label(pod.getMetadata()).ifPresent(id -> labelled.put(id, pod)));
        labelled.forEach((id, pod) -> {
            String namespace = pod.getMetadata().getNamespace();
            Optional<Mark> owner =
                    cluster.objects().get(PolicyLease.job(namespace, id)).flatMap(Marks::on);
            if (owner.isPresent()) {
                throw new IllegalStateException("pod " + Pods.name(pod) + " is under attack by "
                        + owner.get().by() + ": " + owner.get().fault() + ", until "
                        + owner.get().until()
                        + " at the latest. If that run is dead, end what it left with: " + sweepCommand);
            }
            unlabel(cluster, namespace, id);
        });
    }
}
