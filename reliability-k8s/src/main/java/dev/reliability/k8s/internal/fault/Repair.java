package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what carries marks back as it was. */
public final class Repair {

    /** Pods with the least cost are the first that a replica set ends. */
    static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Cluster cluster;
    private final Marks marks;

    /** Repairs in a cluster. */
    public Repair(Cluster cluster) {
        this.cluster = cluster;
        this.marks = new Marks(cluster);
    }

    /**
     * Puts objects back that carry the mark of a fault. Idempotent; what carries none, or another, is left alone.
     *
     * @return what could not be put back, a clause each
     */
    public List<String> undo(Collection<ObjectRef> objects, String id) {
        List<String> left = new ArrayList<>();
        for (ObjectRef ref : objects) {
            try {
                marks.takeBack(ref, mark -> mark.id().equals(id)).ifPresent(mark -> unwrite(ref, mark));
                copies(ref, id).forEach(marks::forgetCopy);
            } catch (KubernetesClientException e) {
                left.add(ref.words() + " may still be as the fault left it: " + Refusals.words(e, cluster));
            } catch (IllegalStateException e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
        return left;
    }

    private void unwrite(ObjectRef workload, Mark mark) {
        for (String name : mark.pods()) {
            Optional<Pod> pod = cluster.pod(workload.namespace(), name)
                    .filter(one -> one.getMetadata().getAnnotations() != null
                            && one.getMetadata().getAnnotations().containsKey(COST));
            if (pod.isPresent()) {
                cluster.objects()
                        .merge(new ObjectRef(Kind.POD, workload.namespace(), name), Patch.annotation(COST, null));
            }
        }
    }

    private List<ObjectRef> copies(ObjectRef ref, String id) {
        return ref.kind() == Kind.DEPLOYMENT
                ? Workload.find(cluster, ref)
                        .map(workload -> workload.copiesOfMark(cluster, id))
                        .orElse(List.of())
                : List.of();
    }

    /** Says on which objects the mark of a fault is still to be seen, a clause each. */
    public List<String> residue(Collection<ObjectRef> objects, String id) {
        List<String> left = new ArrayList<>();
        for (ObjectRef ref : objects) {
            marks.on(ref)
                    .filter(mark -> mark.id().equals(id))
                    .ifPresent(mark -> left.add(ref.words() + " still has " + fields(mark)));
            copies(ref, id).forEach(copy -> left.add(copy.words() + " still has a copy of the mark"));
        }
        return left;
    }

    private static String fields(Mark mark) {
        return mark.after().entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }
}
