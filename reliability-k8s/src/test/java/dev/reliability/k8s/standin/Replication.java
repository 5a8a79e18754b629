package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes and ends the pods of replica sets and stateful sets, and finds nodes for them. */
final class Replication {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Store store;

    Replication(Store store) {
        this.store = store;
    }

    void replicate(Kind kind, ObjectNode owner, boolean replacing) {
        long wanted = owner.path("spec").path("replicas").asLong(1);
        List<ObjectNode> pods = new ArrayList<>();
        Deletion.dependents(store, Kind.POD, owner).forEach(pods::add);
        pods.removeIf(pod -> pod.path("metadata").has("deletionTimestamp"));
        pods.sort(kind == Kind.STATEFUL_SET ? Comparator.comparing(Replication::ordinal) : lastToGoFirst());
        for (ObjectNode pod : pods.subList((int) Math.min(wanted, pods.size()), pods.size())) {
            new Deletion(store)
                    .delete(
                            Kind.POD,
                            Deletion.namespace(pod),
                            Deletion.name(pod),
                            Patches.JSON.createObjectNode(),
                            false);
        }
        for (long there = pods.size(); replacing && there < wanted; there++) {
            make(kind, owner);
        }
    }

    /** Pods that are not ready go before those that are, and of these the cheapest first. */
    private static Comparator<ObjectNode> lastToGoFirst() {
        Comparator<ObjectNode> readyFirst = Comparator.comparing(pod -> !Kubelet.ready(pod));
        return readyFirst
                .thenComparing(Comparator.comparing(Replication::cost).reversed())
                .thenComparing(Deletion::name);
    }

    private static long cost(ObjectNode pod) {
        return pod.path("metadata").path("annotations").path(COST).asLong(0);
    }

    private static int ordinal(ObjectNode pod) {
        String name = Deletion.name(pod);
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private void make(Kind kind, ObjectNode owner) {
        String namespace = Deletion.namespace(owner);
        ObjectNode pod = Patches.JSON.createObjectNode();
        ObjectNode metadata = pod.putObject("metadata");
        if (kind == Kind.STATEFUL_SET) {
            int ordinal = 0;
            while (store.find(Kind.POD, namespace, Deletion.name(owner) + "-" + ordinal)
                    .isPresent()) {
                ordinal++;
            }
            metadata.put("name", Deletion.name(owner) + "-" + ordinal);
        } else {
            metadata.put("generateName", Deletion.name(owner) + "-");
        }
        JsonNode template = owner.path("spec").path("template");
        metadata.set("labels", template.path("metadata").path("labels"));
        Controllers.own(metadata, kind, owner);
        ObjectNode spec = template.path("spec").deepCopy();
        node().ifPresent(node -> spec.put("nodeName", node));
        pod.set("spec", spec);
        store.create(Kind.POD, namespace, pod);
    }

    /** Finds a node for each pod that has none and may have one. */
    void schedule() {
        Optional<String> node = node();
        if (node.isEmpty()) {
            return;
        }
        store.list(
                        Kind.POD,
                        "",
                        pod -> !pod.path("spec").has("nodeName")
                                && pod.path("spec").path("schedulingGates").isEmpty())
                .forEach(pod -> store.change(Kind.POD, Deletion.namespace(pod), Deletion.name(pod), changed -> {
                    changed.withObject("/spec").put("nodeName", node.get());
                    return changed;
                }));
    }

    private Optional<String> node() {
        return store
                .list(Kind.NODE, "", node -> !node.path("spec")
                        .path("unschedulable")
                        .asBoolean())
                .stream()
                .map(Deletion::name)
                .findFirst();
    }
}
