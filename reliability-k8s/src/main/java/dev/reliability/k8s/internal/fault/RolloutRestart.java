package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.k8s.internal.target.Workload;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets workloads replace all their pods, as {@code kubectl rollout restart} does; it ends when all are replaced. */
final class RolloutRestart implements Fault {

    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";
    private static final Duration HEALING = Duration.ofMinutes(5);
    private static final Set<Kind> ROLLED = Set.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET);

    private final PodsTarget target;
    private final Cluster cluster;
    private final Map<ObjectRef, String> workloads;
    private List<Pod> before = List.of();
    private int serving;

    private RolloutRestart(PodsTarget target, Map<ObjectRef, String> workloads) {
        this.target = target;
        this.cluster = target.cluster();
        this.workloads = workloads;
    }

    static RolloutRestart plan(PodsTarget target, FaultRequest request) {
        List<Pod> pods = target.pods();
        Map<String, Workload> owners = Workload.owners(target.cluster(), pods);
        List<String> problems = pods.stream()
                .filter(pod -> owners.get(Pods.uid(pod)) == null
                        || !ROLLED.contains(owners.get(Pods.uid(pod)).ref().kind()))
                .map(pod -> "nothing rolls " + Pods.name(pod)
                        + " out again: it belongs to no deployment, stateful set or daemon set")
                .toList();
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        Map<ObjectRef, String> workloads = new LinkedHashMap<>();
        owners.values().forEach(one -> workloads.put(one.ref(), one.uid()));
        return new RolloutRestart(target, workloads);
    }

    @Override
    public String description() {
        return "rollout restart of " + target.name();
    }

    @Override
    public List<String> effects() {
        return workloads.keySet().stream()
                .map(ref -> "Restarting " + ref.words() + " of namespace " + ref.namespace() + " pod by pod")
                .toList();
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        for (ObjectRef ref : workloads.keySet()) {
            rights.add(target.right("get", ref.kind().resource()));
            rights.add(target.right("patch", ref.kind().resource()));
            if (ref.kind() == Kind.DEPLOYMENT) {
                rights.add(target.right("get", Kind.REPLICA_SET.resource()));
            }
        }
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(
                description(),
                target.address(),
                Map.of("workloads", workloads.keySet().toString()));
    }

    @Override
    public Optional<String> alreadySo() {
        List<Pod> pods = cluster.asked(target::pods);
        before = pods.stream().filter(Pods::serves).toList();
        serving = before.size();
        return before.isEmpty() ? Optional.of("no pod of " + target.name() + " was ready") : Optional.empty();
    }

    @Override
    public void inject() {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        workloads.forEach((ref, uid) -> cluster.told(() -> {
            Map<String, Object> template = Map.of("template", Patch.annotation(RESTARTED, now));
            cluster.objects().merge(ref, Map.of("metadata", Map.of("uid", uid), "spec", template));
        }));
    }

    @Override
    public Evidence evidence() {
        Set<String> now = cluster.asked(target::pods).stream()
                .filter(Pods::serves)
                .map(Pods::uid)
                .collect(Collectors.toSet());
        List<String> left = before.stream()
                .filter(pod -> now.contains(Pods.uid(pod)))
                .map(pod -> "pod " + Pods.name(pod) + " is not replaced yet")
                .toList();
        int gone = before.size() - left.size();
        return gone == 0
                ? Evidence.none("replaced no pod", String.join(", ", left))
                : Evidence.bite(gone + " of " + before.size() + " pods replaced")
                        .missing(left);
    }

    @Override
    public Duration timeToProve() {
        return HEALING;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(250);
    }

    @Override
    public void revert() {
        // the workloads finish it themselves; there is nothing to take back
    }

    @Override
    public List<String> residue() {
        long ready = cluster.asked(target::pods).stream().filter(Pods::serves).count();
        return ready >= serving
                ? List.of()
                : List.of((serving - ready) + " of " + serving + " pods of " + target.name()
                        + (serving - ready == 1 ? " is" : " are") + " not ready again");
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }
}
