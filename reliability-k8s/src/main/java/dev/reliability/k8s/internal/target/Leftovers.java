package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.Address;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what faults left on a target, by the marks that they put on whatever they changed. */
public final class Leftovers {

    private static final List<Kind> WORKLOADS = List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.REPLICA_SET);

    private Leftovers() {}

    /** Returns the workloads that carry the mark of a fault on a target. */
    static List<Workload> marked(Cluster cluster, Address address, K8sAddress where) {
        return find(cluster, address, where).keySet().stream()
                .filter(ref -> WORKLOADS.contains(ref.kind()))
                .flatMap(ref -> Workload.find(cluster, ref).stream())
                .toList();
    }

    /** Returns what carries the mark of a fault on a target, also of one that knows the target by another address. */
    public static Map<ObjectRef, Mark> find(Cluster cluster, Address address, K8sAddress where) {
        Map<ObjectRef, Mark> all = new LinkedHashMap<>();
        Marks marks = new Marks(cluster);
        for (Kind kind : where.sort() == K8sAddress.Sort.NODE ? List.of(Kind.NODE) : kinds()) {
            for (GenericKubernetesResource object : marks.find(kind, where.namespace())) {
                Marks.on(object).ifPresent(mark -> all.put(ObjectRef.of(kind, object), mark));
            }
        }
        if (all.isEmpty()) {
            return all;
        }
        Set<ObjectRef> named = named(cluster, where);
        Set<String> ids = new LinkedHashSet<>();
        all.forEach((ref, mark) -> {
            if (mark.target().equals(address.toString()) || named.contains(ref)) {
                ids.add(mark.id());
            }
        });
        all.values().removeIf(mark -> !ids.contains(mark.id()));
        return all;
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>(WORKLOADS);
        kinds.add(Kind.AUTOSCALER);
        return kinds;
    }

    private static Set<ObjectRef> named(Cluster cluster, K8sAddress where) {
        Optional<ObjectRef> object = where.object();
        if (object.isPresent() && object.get().kind() != Kind.POD) {
            return Set.of(object.get());
        }
        Set<ObjectRef> owners = new LinkedHashSet<>();
        var pods = object.isPresent()
                ? cluster.pod(where.namespace(), where.what()).stream().toList()
                : cluster.pods(where.namespace(), where.what());
        Workload.owners(cluster, pods).values().forEach(owner -> owners.add(owner.ref()));
        return owners;
    }
}
