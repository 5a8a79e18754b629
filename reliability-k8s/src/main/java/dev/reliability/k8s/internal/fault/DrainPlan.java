package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.Budgets;
import dev.reliability.k8s.internal.target.NodeTarget;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which pods of a node are evicted.
 *
 * @param evicted those that go
 * @param spared those that stay: of daemon sets and of the node itself, and those of the system unless they are asked for
 * @param system whether those of the system go, too
 * @param hasLeftovers whether the node carries the mark of another fault
 */
record DrainPlan(List<Pod> evicted, List<Pod> spared, boolean system, boolean hasLeftovers) {

    static final String SYSTEM = "system";
    private static final String NAMESPACE = "kube-system";

    static DrainPlan of(NodeTarget target, FaultRequest request) {
        boolean system = request.flag(SYSTEM);
        List<Pod> evicted = evictable(target, system);
        Set<String> going = evicted.stream().map(Pods::uid).collect(Collectors.toSet());
        List<String> problems = new ArrayList<>();
        evicted.stream()
                .filter(pod -> Pods.owner(pod).isEmpty())
                .forEach(pod ->
                        problems.add("nothing replaces " + pod.getMetadata().getNamespace() + "/" + Pods.name(pod)
                                + ": a pod without an owner that is evicted stays away"));
        if (evicted.isEmpty()) {
            problems.add("there is no pod to evict on node " + target.where().what());
        }
        for (String namespace : namespaces(evicted)) {
            List<Pod> its = evicted.stream()
                    .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
                    .toList();
            // one at a time: a budget that allows one lets the next go when the first is replaced
            new Budgets(target.cluster())
                    .against(namespace, its, 1)
                    .forEach(budget -> problems.add(budget + " (namespace " + namespace + ")"));
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        boolean marked =
                target.cluster().objects().get(target.ref()).flatMap(Marks::on).isPresent();
        return new DrainPlan(
                evicted,
                onNode(target).stream()
                        .filter(pod -> !going.contains(Pods.uid(pod)))
                        .toList(),
                system,
                marked);
    }

    /** Returns the pods of a node that have not run to their end. */
    static List<Pod> onNode(NodeTarget target) {
        return target.cluster().podsOfNode(target.where().what()).stream()
                .filter(pod -> !Pods.finished(pod))
                .toList();
    }

    static List<Pod> evictable(NodeTarget target, boolean system) {
        return onNode(target).stream()
                .filter(pod -> Pods.owner(pod)
                        .map(OwnerReference::getKind)
                        .filter(kind -> kind.equals("DaemonSet") || kind.equals("Node"))
                        .isEmpty())
                .filter(pod -> system || !pod.getMetadata().getNamespace().equals(NAMESPACE))
                .toList();
    }

    Set<String> namespaces() {
        return namespaces(evicted);
    }

    private static Set<String> namespaces(List<Pod> pods) {
        return pods.stream()
                .map(pod -> pod.getMetadata().getNamespace())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
