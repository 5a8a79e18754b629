package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Target;
import dev.reliability.spi.Testimony;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** A node of a cluster. */
public final class NodeTarget implements Target {

    /** Where events about what has no namespace are kept. */
    private static final String EVENTS = "default";

    private final String name;
    private final Address address;
    private final K8sAddress where;
    private final Cluster cluster;
    private final String sweepCommand;
    private final BiFunction<NodeTarget, FaultRequest, Fault> planner;

    /**
     * A target that is read anew each time.
     *
     * @param planner plans its faults
     */
    public NodeTarget(
            String name,
            Address address,
            K8sAddress where,
            Cluster cluster,
            String sweepCommand,
            BiFunction<NodeTarget, FaultRequest, Fault> planner) {
        this.name = name;
        this.address = address;
        this.where = where;
        this.cluster = cluster;
        this.sweepCommand = sweepCommand;
        this.planner = planner;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    /** Returns the cluster that it is in. */
    public Cluster cluster() {
        return cluster;
    }

    /** Returns what it names. */
    public K8sAddress where() {
        return where;
    }

    /** Returns where it is. */
    public ObjectRef ref() {
        return new ObjectRef(Kind.NODE, "", where.what());
    }

    /** Returns the command that puts back what dead runs left on it. */
    public String sweepCommand() {
        return sweepCommand;
    }

    @Override
    public Set<String> resources() {
        return Set.of("k8s:" + cluster.server() + "/node/" + where.what());
    }

    @Override
    public Optional<String> unfit() {
        try {
            Optional<GenericKubernetesResource> node = cluster.objects().get(ref());
            if (node.isEmpty()) {
                return Optional.of("does not exist: there is no node " + where.what() + " in context \""
                        + cluster.context() + "\"");
            }
            boolean cordoned = Boolean.TRUE.equals(node.get().get("spec", "unschedulable"));
            return cordoned && Marks.on(node.get()).isEmpty()
                    ? Optional.of("is cordoned already")
                    : ready(node.get()) ? Optional.empty() : Optional.of("is down already: the node is not ready");
        } catch (KubernetesClientException e) {
            throw new PlanException(Refusals.words(e, cluster), e);
        }
    }

    /** Tells whether a node is ready. */
    public static boolean ready(GenericKubernetesResource node) {
        return node.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> condition
                                && Objects.equals(condition.get("type"), "Ready")
                                && Objects.equals(condition.get("status"), "True"));
    }

    @Override
    public Optional<String> attackedBy() {
        return cluster.objects().get(ref()).flatMap(Marks::attacker);
    }

    @Override
    public Set<Right> rights() {
        return Set.of(cluster.right("get", "nodes", ""));
    }

    @Override
    public Testimony testimony(Duration last) {
        Accounts accounts = new Accounts(cluster, last);
        accounts.events(EVENTS, (kind, object) -> kind.equals(Kind.NODE.word()) && object.equals(where.what()));
        return accounts.said();
    }

    @Override
    public Set<Right> testimonyRights() {
        return Set.of(cluster.right("list", Kind.EVENT.resource(), EVENTS));
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("contexts", Set.of(cluster.context()), "nodes", Set.of(where.what()));
    }

    @Override
    public Fault plan(FaultRequest request) {
        try {
            return planner.apply(this, request);
        } catch (KubernetesClientException e) {
            throw new PlanException(Refusals.words(e, cluster), e);
        }
    }
}
