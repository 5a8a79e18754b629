package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.internal.target.Choice;
import dev.reliability.k8s.internal.target.K8sAddress;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.k8s.internal.target.Workload;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** By how much which workload is scaled down, and what would undo that. */
final class ScalePlan {

    /**
     * One workload.
     *
     * @param before how many pods it is to have now
     * @param after how many it is to have under the fault
     * @param pods keys of all its pods
     */
    record Step(ObjectRef ref, String uid, int before, int after, Set<String> pods, List<Autoscaler> autoscalers) {

        boolean owns(Pod pod) {
            return pods.contains(Pods.uid(pod));
        }

        /** Tells whether the pods that are to go have to be pointed out. */
        boolean picks() {
            return after > 0 && ref.kind() != Kind.STATEFUL_SET;
        }
    }

    /** An autoscaler of one workload, and its limits. */
    record Autoscaler(ObjectRef ref, String uid, Map<String, Object> before, Map<String, Object> after) {}

    private final List<Pod> chosen;
    private final List<Step> steps;
    private final boolean leftovers;

    private ScalePlan(List<Pod> chosen, List<Step> steps, boolean leftovers) {
        this.chosen = chosen;
        this.steps = List.copyOf(steps);
        this.leftovers = leftovers;
    }

    static ScalePlan of(PodsTarget target, FaultRequest request) {
        if (request.flag(FaultAttribute.REBOOT)) {
            throw new PlanException("pods are not rebooted: use @TerminatePodsAttack, after which their owner replaces"
                    + " them at once, or @RolloutRestartAttack");
        }
        Cluster cluster = target.cluster();
        List<Pod> pods = target.pods();
        Map<String, Workload> owners = Workload.owners(cluster, pods);
        refuse(target, pods, owners);
        Map<ObjectRef, Workload> workloads = new LinkedHashMap<>();
        owners.values().forEach(one -> workloads.put(one.ref(), one));
        boolean leftovers = workloads.values().stream()
                .anyMatch(one -> Marks.on(one.object()).isPresent());
        if (pods.isEmpty()) {
            target.marked().forEach(one -> workloads.put(one.ref(), one));
            leftovers = true;
        }
        List<Pod> chosen = choose(target.choice(), pods, owners);
        List<Step> steps = new ArrayList<>();
        for (Workload workload : workloads.values()) {
            Set<String> its = pods.stream()
                    .map(Pods::uid)
                    .filter(uid ->
                            owners.get(uid) != null && owners.get(uid).ref().equals(workload.ref()))
                    .collect(Collectors.toSet());
            int before = before(workload);
            int takes = leftovers
                    ? target.choice().count(before)
                    : (int) chosen.stream()
                            .filter(pod -> its.contains(Pods.uid(pod)))
                            .count();
            if (takes > 0) {
                int after = Math.max(0, before - takes);
                steps.add(new Step(
                        workload.ref(), workload.uid(), before, after, its, autoscalers(cluster, workload, after)));
            }
        }
        List<String> budgets = target.budgets(pods, chosen.size());
        if (!budgets.isEmpty()) {
            throw new PlanException(budgets);
        }
        return new ScalePlan(chosen, steps, leftovers);
    }

    private static int before(Workload workload) {
        return Marks.on(workload.object())
                .map(Mark::before)
                .map(before -> before.get("replicas"))
                .map(replicas -> replicas instanceof Number number ? number.intValue() : null)
                .orElseGet(workload::replicas);
    }

    private static void refuse(PodsTarget target, List<Pod> pods, Map<String, Workload> owners) {
        List<String> problems = new ArrayList<>();
        for (Pod pod : pods) {
            Workload owner = owners.get(Pods.uid(pod));
            if (owner == null) {
                problems.add("nothing brings " + Pods.name(pod)
                        + " back: a pod without an owner stays away; put it under a Deployment");
            } else if (!owner.scalable()) {
                problems.add("a " + owner.ref().words() + " cannot be scaled, so " + Pods.name(pod)
                        + " cannot be kept away: use @TerminatePodsAttack or @DrainNodeAttack");
            }
        }
        if (target.where().sort() == K8sAddress.Sort.POD) {
            for (Pod pod : pods) {
                Workload owner = owners.get(Pods.uid(pod));
                if (owner != null && owner.ref().kind() == Kind.STATEFUL_SET) {
                    String last = owner.ref().name() + "-" + (owner.replicas() - 1);
                    if (!Pods.name(pod).equals(last)) {
                        problems.add("scaling " + owner.ref().words() + " down ends " + last + ", not " + Pods.name(pod)
                                + ": use @TerminatePodsAttack for this one");
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }

    /** Of stateful sets the last pods go, whatever chance says. */
    private static List<Pod> choose(Choice choice, List<Pod> pods, Map<String, Workload> owners) {
        List<Pod> chosen = new ArrayList<>(choice.of(pods));
        Map<ObjectRef, Long> fromSets = chosen.stream()
                .map(pod -> owners.get(Pods.uid(pod)))
                .filter(owner -> owner != null && owner.ref().kind() == Kind.STATEFUL_SET)
                .collect(Collectors.groupingBy(Workload::ref, LinkedHashMap::new, Collectors.counting()));
        fromSets.forEach((ref, number) -> {
            chosen.removeIf(pod -> isOf(owners, pod, ref));
            pods.stream()
                    .filter(pod -> isOf(owners, pod, ref))
                    .sorted(Comparator.comparingInt(ScalePlan::ordinal).reversed())
                    .limit(number)
                    .forEach(chosen::add);
        });
        return List.copyOf(chosen);
    }

    private static boolean isOf(Map<String, Workload> owners, Pod pod, ObjectRef ref) {
        Workload owner = owners.get(Pods.uid(pod));
        return owner != null && owner.ref().equals(ref);
    }

    private static int ordinal(Pod pod) {
        String name = Pods.name(pod);
        String end = name.substring(name.lastIndexOf('-') + 1);
        return end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
    }

    /** An autoscaler sleeps while its workload has no pods; else it would scale up again what we scaled down. */
    private static List<Autoscaler> autoscalers(Cluster cluster, Workload workload, int after) {
        List<Autoscaler> found = new ArrayList<>();
        for (GenericKubernetesResource scaler :
                cluster.objects().list(Kind.AUTOSCALER, workload.ref().namespace(), "")) {
            boolean its = Objects.equals(
                            scaler.get("spec", "scaleTargetRef", "kind"),
                            workload.ref().kind().word())
                    && Objects.equals(
                            scaler.get("spec", "scaleTargetRef", "name"),
                            workload.ref().name());
            if (its && after > 0) {
                int least = number(scaler, "minReplicas", 1);
                int most = number(scaler, "maxReplicas", after);
                found.add(new Autoscaler(
                        ObjectRef.of(Kind.AUTOSCALER, scaler),
                        scaler.getMetadata().getUid(),
                        Map.of("minReplicas", least, "maxReplicas", most),
                        Map.of("minReplicas", Math.min(least, after), "maxReplicas", Math.min(most, after))));
            }
        }
        return found;
    }

    private static int number(GenericKubernetesResource object, String field, int fallback) {
        Object value = object.get("spec", field);
        return value instanceof Number number ? number.intValue() : fallback;
    }

    List<Step> steps() {
        return steps;
    }

    int takes() {
        return steps.stream().mapToInt(step -> step.before() - step.after()).sum();
    }

    /** Returns everything that is changed, in the order in which it is put back. */
    Collection<ObjectRef> objects() {
        List<ObjectRef> objects = new ArrayList<>();
        steps.forEach(step -> step.autoscalers().forEach(scaler -> objects.add(scaler.ref())));
        steps.forEach(step -> objects.add(step.ref()));
        return objects;
    }

    /** Tells whether some workload carries the mark of another fault. */
    boolean hasLeftovers() {
        return leftovers;
    }

    /** Returns the pods that go. */
    List<Pod> chosen() {
        return chosen;
    }
}
