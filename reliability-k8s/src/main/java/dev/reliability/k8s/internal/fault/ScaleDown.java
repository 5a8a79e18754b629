package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.k8s.internal.target.Workload;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes pods away for as long as the fault lasts: whoever owns them is scaled down by their number, and back. Each object that is
 * changed says first, in a mark on itself, how it was.
 */
final class ScaleDown implements Fault {

    private static final Duration HEALING = Duration.ofMinutes(2);

    private final PodsTarget target;
    private final Cluster cluster;
    private final FaultRequest request;
    private final Repair repair;
    private final Marks marks;
    private final String id = Mark.newId();
    private final Held held = new Held(this::ended);
    private ScalePlan plan;
    private List<Pod> chosen = List.of();
    private Map<ObjectRef, Integer> serving = Map.of();

    private ScaleDown(PodsTarget target, FaultRequest request) {
        this.target = target;
        this.cluster = target.cluster();
        this.request = request;
        this.plan = ScalePlan.of(target, request);
        this.repair = new Repair(cluster);
        this.marks = new Marks(cluster);
    }

    static ScaleDown plan(PodsTarget target, FaultRequest request) {
        return new ScaleDown(target, request);
    }

    @Override
    public String description() {
        return "shutdown of " + target.name();
    }

    @Override
    public List<String> effects() {
        return plan.steps().stream()
                .map(step -> "Scaling " + step.ref().words() + " of namespace " + target.namespace() + " from "
                        + step.before() + " to " + step.after()
                        + step.autoscalers().stream()
                                .map(scaler -> ", and keeping autoscaler "
                                        + scaler.ref().name() + " from undoing that")
                                .collect(Collectors.joining()))
                .toList();
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(plan.takes());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(target.right("list", Kind.BUDGET.resource()));
        rights.add(target.right("list", Kind.AUTOSCALER.resource()));
        // the pods that are to go are pointed out, one by one, and counted
        Set.of("get", "list", "patch").forEach(verb -> rights.add(target.right(verb, "pods")));
        for (ObjectRef ref : plan.objects()) {
            rights.add(target.right("get", ref.kind().resource()));
            rights.add(target.right("patch", ref.kind().resource()));
        }
        if (plan.objects().stream().anyMatch(ref -> ref.kind() == Kind.DEPLOYMENT)) {
            // a deployment copies its annotations to its replica sets
            Set.of("get", "list", "patch").forEach(verb -> rights.add(target.right(verb, Kind.REPLICA_SET.resource())));
        }
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return MarkedUndo.record(description(), target.address(), id, plan.objects());
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
        // pods come and go between the plan and now
        ScalePlan now = cluster.asked(() -> ScalePlan.of(target, request));
        if (!plan.objects().containsAll(now.objects())) {
            throw new IllegalStateException("what owns the pods of " + target.name()
                    + " changed after it was planned from " + plan.objects() + " to " + now.objects());
        }
        plan = now;
        chosen = now.chosen();
        serving =
                cluster.asked(() -> now.steps().stream().collect(Collectors.toMap(ScalePlan.Step::ref, this::serving)));
        return chosen.stream().noneMatch(Pods::serves)
                ? Optional.of("none of the pods to be taken was ready")
                : Optional.empty();
    }

    private int serving(ScalePlan.Step step) {
        return (int) Workload.find(cluster, step.ref()).stream()
                .flatMap(workload -> workload.pods(cluster).stream())
                .filter(Pods::serves)
                .count();
    }

    @Override
    public void inject() {
        for (ScalePlan.Step step : plan.steps()) {
            cluster.told(() -> scale(step));
        }
        held.begin();
    }

    /** Says who scaled up what is to stay scaled down: a person, or an autoscaler that was given its old limits back. */
    private Optional<String> ended() {
        for (ScalePlan.Step step : plan.steps()) {
            Optional<Workload> now = Workload.find(cluster, step.ref());
            if (now.isPresent() && now.get().replicas() > step.after()) {
                return Optional.of("somebody else scaled " + step.ref().words() + " from " + step.after() + " to "
                        + now.get().replicas());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> lost() {
        return held.ended();
    }

    private void scale(ScalePlan.Step step) {
        List<String> names = step.picks()
                ? chosen.stream().filter(step::owns).map(Pods::name).toList()
                : List.of();
        Mark mark = mark(
                Map.of("replicas", step.before()),
                Map.of("replicas", step.after()),
                names,
                !step.autoscalers().isEmpty());
        marks.put(step.ref(), step.uid(), mark);
        for (String name : names) {
            cluster.objects()
                    .merge(
                            new ObjectRef(Kind.POD, target.namespace(), name),
                            Patch.annotation(Repair.COST, String.valueOf(Integer.MIN_VALUE)));
        }
        for (ScalePlan.Autoscaler scaler : step.autoscalers()) {
            Mark limits = mark(scaler.before(), scaler.after(), List.of(), false);
            marks.put(scaler.ref(), scaler.uid(), limits);
            marks.apply(scaler.ref(), scaler.uid(), limits);
        }
        marks.apply(step.ref(), step.uid(), mark);
    }

    private Mark mark(Map<String, Object> before, Map<String, Object> after, List<String> pods, boolean autoscaled) {
        return Mark.of(
                id, description(), target.address().toString(), request.longest(), before, after, pods, autoscaled);
    }

    @Override
    public Evidence evidence() {
        held.lookNow();
        Map<String, Pod> now = new LinkedHashMap<>();
        cluster.asked(target::pods).forEach(pod -> now.put(Pods.uid(pod), pod));
        List<String> left = new ArrayList<>();
        for (Pod pod : chosen) {
            Pod found = now.get(Pods.uid(pod));
            if (found != null && Pods.serves(found)) {
                left.add(Pods.name(pod));
            }
        }
        int gone = chosen.size() - left.size();
        return gone == 0
                ? Evidence.none("took no pod away", String.join(", ", left) + " still serving")
                : Evidence.bite(gone + " of " + chosen.size() + " chosen pods do not serve any more")
                        .with("pods", chosen.stream().map(Pods::name).toList())
                        .missing(left.stream()
                                .map(pod -> "pod " + pod + " is still serving")
                                .toList());
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(250);
    }

    @Override
    public void revert() {
        held.close();
        List<String> left = repair.undo(plan.objects(), id);
        if (!left.isEmpty()) {
            throw new IllegalStateException(String.join("; ", left));
        }
    }

    @Override
    public List<String> residue() {
        List<String> left = new ArrayList<>(cluster.asked(() -> repair.residue(plan.objects(), id)));
        for (ScalePlan.Step step : plan.steps()) {
            int before = serving.getOrDefault(step.ref(), 0);
            int missing = before - cluster.asked(() -> serving(step));
            if (missing > 0) {
                left.add(missing + " of " + before + " pods of " + step.ref().words() + (missing == 1 ? " is" : " are")
                        + " not ready again");
            }
        }
        return left;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof ScaleDown;
    }
}
