package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.target.K8sAddress;
import dev.reliability.k8s.internal.target.Leftovers;
import dev.reliability.k8s.internal.target.Workload;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts back what runs left that are dead, by their journals or by the marks alone. */
public final class MarkedUndo {

    private static final String ID = "mark";
    private static final String OBJECTS = "objects";

    /** How long a server that does not answer is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration HEALING = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private MarkedUndo() {}

    static UndoRecord record(String fault, Address address, String id, Collection<ObjectRef> objects) {
        return new UndoRecord(
                fault,
                address,
                Map.of(
                        ID,
                        id,
                        OBJECTS,
                        objects.stream().map(ObjectRef::toString).collect(Collectors.joining(" "))));
    }

    /** Tells whether a fault is undone by its marks. */
    public static boolean isMeant(UndoRecord record) {
        return record.data().containsKey(ID);
    }

    /** Undoes a fault of a dead run; returns what is left. */
    public static List<String> undo(UndoRecord record, Cluster cluster) throws InterruptedException {
        List<ObjectRef> objects = Arrays.stream(
                        Objects.requireNonNull(record.data().get(OBJECTS)).split(" "))
                .filter(text -> !text.isEmpty())
                .map(ObjectRef::parse)
                .toList();
        return restore(cluster, objects, Objects.requireNonNull(record.data().get(ID)));
    }

    /** Undoes every fault whose mark is on a target, whoever wrote it; returns what is left. */
    public static List<String> sweep(Cluster cluster, Address address, K8sAddress where) throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (Map.Entry<String, List<ObjectRef>> fault :
                byFault(Leftovers.find(cluster, address, where)).entrySet()) {
            left.addAll(restore(cluster, fault.getValue(), fault.getKey()));
        }
        return left;
    }

    /**
     * Undoes what dead runs left on a target.
     *
     * @throws IllegalStateException if a run that may be alive attacks it, or something cannot be undone
     */
    static void endLeftovers(Cluster cluster, Address address, K8sAddress where, String sweepCommand)
            throws InterruptedException {
        Map<ObjectRef, Mark> found = Leftovers.find(cluster, address, where);
        for (Map.Entry<ObjectRef, Mark> one : found.entrySet()) {
            Mark mark = one.getValue();
            if (mark.mayLive()) {
                throw new IllegalStateException(one.getKey().words() + " is under attack by " + mark.by() + ": "
                        + mark.fault() + ", until " + mark.until()
                        + " at the latest. If that run is dead, end what it left with: " + sweepCommand);
            }
        }
        List<String> left = new ArrayList<>();
        for (Map.Entry<String, List<ObjectRef>> fault : byFault(found).entrySet()) {
            left.addAll(restore(cluster, fault.getValue(), fault.getKey()));
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("a dead run left what could not be undone: " + String.join("; ", left));
        }
    }

    private static Map<String, List<ObjectRef>> byFault(Map<ObjectRef, Mark> marks) {
        Map<String, List<ObjectRef>> faults = new LinkedHashMap<>();
        marks.forEach((ref, mark) ->
                faults.computeIfAbsent(mark.id(), id -> new ArrayList<>()).add(ref));
        return faults;
    }

    private static List<String> restore(Cluster cluster, List<ObjectRef> objects, String id)
            throws InterruptedException {
        Repair repair = new Repair(cluster);
        List<String> left = until(PATIENCE, () -> repair.undo(objects, id));
        return left.isEmpty() ? until(HEALING, () -> notReady(cluster, objects)) : left;
    }

    private static List<String> notReady(Cluster cluster, List<ObjectRef> objects) {
        List<String> left = new ArrayList<>();
        for (ObjectRef ref : objects) {
            if (ref.kind() == Kind.NODE || ref.kind() == Kind.AUTOSCALER) {
                continue;
            }
            try {
                Workload.find(cluster, ref)
                        .filter(one -> one.ready() < one.replicas())
                        .ifPresent(one -> left.add(
                                ref.words() + " has " + one.ready() + " of " + one.replicas() + " pods ready"));
            } catch (KubernetesClientException e) {
                left.add(ref.words() + " cannot be asked for its pods: " + Refusals.words(e, cluster));
            }
        }
        return left;
    }

    private static List<String> until(Duration limit, Attempt attempt) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        List<String> left = attempt.left();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE.toMillis());
            left = attempt.left();
        }
        return left;
    }

    private interface Attempt {
        List<String> left();
    }
}
