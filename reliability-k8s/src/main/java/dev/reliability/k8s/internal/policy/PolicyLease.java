package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.mark.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs no pod and owns the policy. At its deadline the job controller ends it, its time to live after that is none, and
 * the garbage collector removes what it owned: the cluster itself ends the fault, unless we put the deadline off again and again.
 */
final class PolicyLease {

    private static final ScheduledExecutorService RENEWALS = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "reliability policy leases");
        thread.setDaemon(true);
        return thread;
    });

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A job controller that works sees a job at once. */
    private static final Duration START = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Cluster cluster;
    private final ObjectRef job;
    private final ObjectRef policy;
    private final Mark mark;
    private final Duration length;
    private final Duration longest;
    private long begin;
    private volatile long renewed;
    private volatile @Nullable String lost;
    private @Nullable ScheduledFuture<?> renewals;

    /**
     * A lease that is not taken yet.
     *
     * @param length how long the policy lives without a sign of life from here
     * @param longest how long it lives in all
     */
    PolicyLease(Cluster cluster, String namespace, Mark mark, Duration length, Duration longest) {
        this.cluster = cluster;
        this.job = job(namespace, mark.id());
        this.policy = policy(namespace, mark.id());
        this.mark = mark;
        this.length = length;
        this.longest = longest;
    }

    private static String name(String id) {
        return "reliability-" + id;
    }

    static ObjectRef job(String namespace, String id) {
        return new ObjectRef(Kind.JOB, namespace, name(id));
    }

    static ObjectRef policy(String namespace, String id) {
        return new ObjectRef(Kind.NETWORK_POLICY, namespace, name(id));
    }

    /**
     * Makes the job, and then the policy that it owns.
     *
     * @param spec what the policy says
     * @throws IllegalStateException if the job does not start, so that it would never end; there is no policy then
     */
    synchronized void take(Map<String, Object> spec) {
        begin = System.nanoTime();
        renewed = begin;
        GenericKubernetesResource owner =
                cluster.objects().create(job, Map.of("metadata", Marks.metadata(mark), "spec", expiring()));
        renewals = RENEWALS.scheduleWithFixedDelay(
                this::renew, length.toMillis() / 3, length.toMillis() / 3, TimeUnit.MILLISECONDS);
        awaitStart();
        Map<String, Object> metadata = new HashMap<>(Marks.metadata(mark));
        metadata.put(
                "ownerReferences",
                List.of(Map.of(
                        "apiVersion",
                        Kind.JOB.apiVersion(),
                        "kind",
                        Kind.JOB.word(),
                        "name",
                        job.name(),
                        "uid",
                        owner.getMetadata().getUid())));
        cluster.objects().create(policy, Map.of("metadata", metadata, "spec", spec));
    }

    /** The deadline counts from the start, which the job controller notes: where it does not work, nothing would end the policy. */
    private void awaitStart() {
        long until = System.nanoTime() + START.toNanos();
        while (cluster.objects()
                .get(job)
                .map(now -> now.<Object>get("status", "startTime"))
                .isEmpty()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("the cluster has not started " + job.words() + " after "
                        + START.toSeconds() + " s, so nothing would end the NetworkPolicy should we die:"
                        + " is its controller manager at work?");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + job.words(), e);
            }
        }
    }

    /** A suspended job has no deadline, so this one is active and wants no pod; its image is never pulled. */
    private Map<String, Object> expiring() {
        return Map.of(
                "parallelism",
                0,
                "activeDeadlineSeconds",
                deadline(),
                "ttlSecondsAfterFinished",
                0,
                "template",
                Map.of(
                        "spec",
                        Map.of(
                                "restartPolicy",
                                "Never",
                                "securityContext",
                                Map.of("runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault")),
                                "containers",
                                List.of(Map.of(
                                        "name",
                                        "none",
                                        "image",
                                        "lease.invalid/none",
                                        "securityContext",
                                        Map.of(
                                                "allowPrivilegeEscalation",
                                                false,
                                                "capabilities",
                                                Map.of("drop", List.of("ALL"))))))));
    }

    /** Counts from the start of the job, which the cluster cuts to whole seconds: a second more makes up for that. */
    private long deadline() {
        Duration end = Duration.ofNanos(System.nanoTime() - begin).plus(length);
        Duration capped = end.compareTo(longest) < 0 ? end : longest;
        return capped.plus(SECOND).plusMillis(999).toSeconds();
    }

    private void renew() {
        if (lost != null) {
            return;
        }
        try {
            long asked = System.nanoTime();
            GenericKubernetesResource now =
                    cluster.objects().merge(job, Map.of("spec", Map.of("activeDeadlineSeconds", deadline())));
            if (String.valueOf(now.<Object>get("status", "conditions")).contains("DeadlineExceeded")) {
                lost = "its lease ran out: " + job.words() + " is past its deadline";
            }
            renewed = asked;
        } catch (KubernetesClientException e) {
            if (Refusals.missing(e) || !Refusals.transientAnswer(e)) {
                lost = "its lease is gone: " + Refusals.words(e, cluster);
            } else if (System.nanoTime() - renewed > length.toNanos()) {
                lost = "its lease could not be renewed for " + length.toMillis() + " ms: " + Refusals.words(e, cluster);
            }
        }
    }

    /** Changes what the policy says. */
    void change(Map<String, Object> spec) {
        cluster.objects().merge(policy, Map.of("spec", spec));
    }

    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    /** Takes policy and job away. */
    synchronized void end() {
        if (renewals != null) {
            renewals.cancel(false);
        }
        end(cluster, job.namespace(), mark.id());
    }

    /** Takes policy and job of any fault away. */
    static void end(Cluster cluster, String namespace, String id) {
        cluster.objects().delete(policy(namespace, id));
        cluster.objects().delete(job(namespace, id));
    }

    /** Says what is still there of a fault. */
    static List<String> left(Cluster cluster, String namespace, String id) {
        return List.of(policy(namespace, id), job(namespace, id)).stream()
                .filter(ref -> cluster.objects().get(ref).isPresent())
                .map(ref -> ref.words() + " of namespace " + namespace + " is still there")
                .toList();
    }
}
