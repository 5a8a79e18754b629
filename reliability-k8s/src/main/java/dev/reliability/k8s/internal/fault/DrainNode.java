package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.NodeTarget;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes a node out of service as an administrator does: new pods are kept from it, and those that it has are evicted, so that
 * disruption budgets count. At the end pods are let on it again; the evicted ones are wherever their owners put them.
 */
final class DrainNode implements Fault {

    private static final int BUDGET = 429;
    private static final Duration HEALING = Duration.ofMinutes(2);
    private static final Duration PROOF = Duration.ofMinutes(2);

    private final NodeTarget target;
    private final Cluster cluster;
    private final Duration longest;
    private final DrainPlan plan;
    private final Repair repair;
    private final String id = Mark.newId();
    private final Held held = new Held(this::ended);

    /** Pods that are still to be evicted, with what kept them last. */
    private final Map<Pod, String> waiting = new LinkedHashMap<>();

    private List<Pod> chosen = List.of();
    private Map<String, Long> serving = Map.of();

    private DrainNode(NodeTarget target, Duration longest, DrainPlan plan) {
        this.target = target;
        this.cluster = target.cluster();
        this.longest = longest;
        this.plan = plan;
        this.repair = new Repair(cluster);
    }

    static DrainNode plan(NodeTarget target, FaultRequest request) {
        return new DrainNode(target, request.longest(), DrainPlan.of(target, request));
    }

    @Override
    public String description() {
        return "drain of " + target.name();
    }

    @Override
    public List<String> effects() {
        List<String> effects = new ArrayList<>();
        effects.add("Keeping new pods from node " + target.where().what() + " and evicting its "
                + plan.evicted().size() + " pods");
        if (!plan.spared().isEmpty()) {
            effects.add("Sparing " + plan.spared().stream().map(Pods::name).collect(Collectors.joining(", ")));
        }
        return effects;
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(cluster.right("get", "nodes", ""));
        rights.add(cluster.right("list", "nodes", ""));
        rights.add(cluster.right("patch", "nodes", ""));
        rights.add(cluster.right("list", "pods", ""));
        for (String namespace : plan.namespaces()) {
            rights.add(cluster.right("create", "pods/eviction", namespace));
            rights.add(cluster.right("list", Kind.BUDGET.resource(), namespace));
        }
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return MarkedUndo.record(description(), target.address(), id, List.of(target.ref()));
    }

    @Override
    public boolean preparesTarget() {
        return plan.hasLeftovers();
    }

    @Override
    public void prepare() throws Exception {
        MarkedUndo.endLeftovers(cluster, target.address(), target.where(), target.sweepCommand());
    }

    @Override
    public Optional<String> alreadySo() {
        List<Pod> now = cluster.asked(() -> DrainPlan.evictable(target, plan.system()));
        chosen = now.stream().filter(Pods::serves).toList();
        serving = cluster.asked(this::serving);
        return chosen.isEmpty() ? Optional.of("no pod on " + target.name() + " was ready") : Optional.empty();
    }

    /** How many pods of each owner serve, wherever they are. */
    private Map<String, Long> serving() {
        Set<String> owners = new LinkedHashSet<>();
        chosen.forEach(pod -> owners.add(owner(pod)));
        return chosen.stream()
                .map(pod -> pod.getMetadata().getNamespace())
                .distinct()
                .flatMap(namespace -> cluster.pods(namespace, "").stream())
                .filter(Pods::serves)
                .map(DrainNode::owner)
                .filter(owners::contains)
                .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    }

    private static String owner(Pod pod) {
        return Pods.owner(pod).map(OwnerReference::getUid).orElse("");
    }

    @Override
    public void inject() {
        cluster.told(() -> {
            String uid = cluster.objects()
                    .get(target.ref())
                    .orElseThrow(() ->
                            new IllegalStateException("node " + target.where().what() + " is gone"))
                    .getMetadata()
                    .getUid();
            Map<String, Object> before = new LinkedHashMap<>();
            before.put("unschedulable", null);
            Mark mark = Mark.of(
                    id,
                    description(),
                    target.address().toString(),
                    longest,
                    before,
                    Map.of("unschedulable", true),
                    List.of(),
                    false);
            Marks marks = new Marks(cluster);
            marks.put(target.ref(), uid, mark);
            marks.apply(target.ref(), uid, mark);
            chosen.forEach(pod -> waiting.put(pod, "not evicted yet"));
            evict();
        });
        held.begin();
    }

    private Optional<String> ended() {
        return cluster.objects()
                .get(target.ref())
                .filter(node -> !Boolean.TRUE.equals(node.get("spec", "unschedulable")))
                .map(node -> "somebody else uncordoned node " + target.where().what());
    }

    @Override
    public Optional<String> lost() {
        return held.ended();
    }

    /** A budget lets the next pod go when the last one is replaced. */
    private void evict() {
        for (Pod pod : List.copyOf(waiting.keySet())) {
            try {
                cluster.objects().evict(pod.getMetadata().getNamespace(), Pods.name(pod), Pods.uid(pod));
                waiting.remove(pod);
            } catch (KubernetesClientException e) {
                if (Refusals.gone(e)) {
                    waiting.remove(pod);
                } else if (e.getCode() == BUDGET) {
                    waiting.put(pod, Refusals.cause(e));
                } else {
                    throw e;
                }
            }
        }
    }

    @Override
    public Evidence evidence() {
        held.lookNow();
        cluster.told(this::evict);
        Set<String> now = cluster.asked(() -> DrainPlan.onNode(target)).stream()
                .filter(Pods::serves)
                .map(Pods::uid)
                .collect(Collectors.toSet());
        List<String> left = chosen.stream()
                .filter(pod -> now.contains(Pods.uid(pod)))
                .map(pod -> "pod " + Pods.name(pod) + " still serves on "
                        + target.where().what()
                        + Optional.ofNullable(waiting.get(pod))
                                .map(why -> ": " + why)
                                .orElse(""))
                .toList();
        int gone = chosen.size() - left.size();
        return gone == 0
                ? Evidence.none("evicted no pod", String.join("; ", left))
                : Evidence.bite(gone + " of " + chosen.size() + " pods of the node do not serve any more")
                        .with("pods", chosen.stream().map(Pods::name).toList())
                        .missing(left);
    }

    @Override
    public Duration timeToProve() {
        return PROOF;
    }

    @Override
    public void revert() {
        held.close();
        waiting.clear();
        List<String> left = repair.undo(List.of(target.ref()), id);
        if (!left.isEmpty()) {
            throw new IllegalStateException(String.join("; ", left));
        }
    }

    @Override
    public List<String> residue() {
        List<String> left = new ArrayList<>(cluster.asked(() -> repair.residue(List.of(target.ref()), id)));
        Map<String, Long> now = cluster.asked(this::serving);
        serving.forEach((owner, before) -> {
            long missing = before - now.getOrDefault(owner, 0L);
            if (missing > 0) {
                left.add(missing + " of " + before + " pods of " + ownerName(owner) + (missing == 1 ? " is" : " are")
                        + " not replaced yet");
            }
        });
        return left;
    }

    private String ownerName(String uid) {
        return chosen.stream()
                .flatMap(pod -> Pods.owner(pod).stream())
                .filter(owner -> owner.getUid().equals(uid))
                .map(owner -> owner.getKind().toLowerCase(java.util.Locale.ROOT) + " " + owner.getName())
                .findFirst()
                .orElse(uid);
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof DrainNode;
    }
}
