package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the controllers of a cluster do that tests depend on: replace pods, name endpoints, end leases, collect garbage. */
final class Controllers implements AutoCloseable {

    /** How often everything is looked at besides after each change. */
    private static final long INTERVAL_MILLIS = 100;

    private static final List<Kind> OWNED = List.of(Kind.POD, Kind.REPLICA_SET, Kind.NETWORK_POLICY);

    /** Whether pods are replaced; a test may hold that back. */
    final AtomicBoolean replacing = new AtomicBoolean(true);

    final AtomicBoolean startingJobs = new AtomicBoolean(true);

    private final Store store;
    private final Replication replication;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stand-in controllers");
        thread.setDaemon(true);
        return thread;
    });

    Controllers(Store store) {
        this.store = store;
        this.replication = new Replication(store);
        store.listen(event -> {
            if (asked.compareAndSet(false, true)) {
                work.execute(this::reconcile);
            }
        });
        work.scheduleWithFixedDelay(this::reconcile, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void reconcile() {
        asked.set(false);
        try {
            collectGarbage();
            autoscale();
            store.list(Kind.DEPLOYMENT, "", any -> true).forEach(this::deploy);
            for (Kind kind : List.of(Kind.REPLICA_SET, Kind.STATEFUL_SET)) {
                store.list(kind, "", any -> true).forEach(owner -> {
                    replication.replicate(kind, owner, replacing.get());
                    status(kind, owner, count(owner, false), count(owner, false), count(owner, true));
                });
            }
            replication.schedule();
            store.list(Kind.BUDGET, "", any -> true).forEach(budget -> Evictions.observe(store, budget));
            store.list(Kind.SERVICE, "", any -> true).forEach(this::publish);
            store.list(Kind.JOB, "", any -> true).forEach(this::endLease);
        } catch (Refusal conflict) {
            // the next round sees the change that came between
        }
    }

    private void collectGarbage() {
        for (Kind kind : OWNED) {
            for (ObjectNode object : store.list(kind, "", any -> true)) {
                JsonNode owners = object.path("metadata").path("ownerReferences");
                if (!owners.isEmpty() && !anyLives(Deletion.namespace(object), owners)) {
                    store.remove(kind, Deletion.namespace(object), Deletion.name(object));
                }
            }
        }
    }

    private boolean anyLives(String namespace, JsonNode owners) {
        for (JsonNode owner : owners) {
            Kind kind = Kind.named(owner.path("kind").asText());
            boolean lives = store.find(kind, namespace, owner.path("name").asText())
                    .filter(found -> found.path("metadata").path("uid").equals(owner.path("uid")))
                    .isPresent();
            if (lives) {
                return true;
            }
        }
        return false;
    }

    private void autoscale() {
        for (ObjectNode scaler : store.list(Kind.AUTOSCALER, "", any -> true)) {
            String namespace = Deletion.namespace(scaler);
            JsonNode spec = scaler.path("spec");
            String target = spec.path("scaleTargetRef").path("name").asText();
            store.find(Kind.DEPLOYMENT, namespace, target).ifPresent(deployment -> {
                long now = deployment.path("spec").path("replicas").asLong(1);
                long bounded = Math.max(
                        spec.path("minReplicas").asLong(1),
                        Math.min(now, spec.path("maxReplicas").asLong()));
                if (now != 0 && now != bounded) {
                    store.change(Kind.DEPLOYMENT, namespace, target, changed -> {
                        changed.withObject("/spec").put("replicas", bounded);
                        return changed;
                    });
                }
            });
        }
    }

    private void deploy(ObjectNode deployment) {
        String namespace = Deletion.namespace(deployment);
        String name = Deletion.name(deployment) + "-"
                + Integer.toHexString(deployment.path("spec").path("template").hashCode());
        long wanted = deployment.path("spec").path("replicas").asLong(1);
        ObjectNode set = store.find(Kind.REPLICA_SET, namespace, name).orElseGet(() -> {
            ObjectNode made = Patches.JSON.createObjectNode();
            ObjectNode metadata = made.putObject("metadata").put("name", name);
            metadata.set(
                    "labels",
                    deployment.path("spec").path("template").path("metadata").path("labels"));
            own(metadata, Kind.DEPLOYMENT, deployment);
            ObjectNode spec = made.putObject("spec").put("replicas", wanted);
            spec.set("selector", deployment.path("spec").path("selector"));
            spec.set("template", deployment.path("spec").path("template"));
            return store.create(Kind.REPLICA_SET, namespace, made);
        });
        copyAnnotations(deployment, set);
        scale(Kind.REPLICA_SET, set, wanted);
        rollOut(deployment, set, wanted);
    }

    /** Pods of an earlier template serve, and count, until those of the new one are ready. */
    private void rollOut(ObjectNode deployment, ObjectNode set, long wanted) {
        long updated = count(set, false);
        long replicas = updated;
        long ready = count(set, true);
        long old = Math.max(0, wanted - ready);
        for (ObjectNode one : Deletion.dependents(store, Kind.REPLICA_SET, deployment)) {
            if (!Deletion.name(one).equals(Deletion.name(set))) {
                long its = Math.min(old, one.path("spec").path("replicas").asLong(1));
                scale(Kind.REPLICA_SET, one, its);
                old -= its;
                replicas += count(one, false);
                ready += count(one, true);
            }
        }
        status(Kind.DEPLOYMENT, deployment, replicas, updated, ready);
    }

    /** As the real controller does it: what the deployment no longer has stays on the replica set. */
    private void copyAnnotations(ObjectNode deployment, ObjectNode set) {
        JsonNode annotations = deployment.path("metadata").path("annotations");
        store.change(Kind.REPLICA_SET, Deletion.namespace(set), Deletion.name(set), changed -> {
            if (!annotations.isEmpty()) {
                changed.withObject("/metadata/annotations").setAll((ObjectNode) annotations);
            }
            return changed;
        });
    }

    private void scale(Kind kind, ObjectNode object, long replicas) {
        if (object.path("spec").path("replicas").asLong(1) != replicas) {
            store.change(kind, Deletion.namespace(object), Deletion.name(object), changed -> {
                changed.withObject("/spec").put("replicas", replicas);
                return changed;
            });
        }
    }

    private long count(ObjectNode owner, boolean ready) {
        long count = 0;
        for (ObjectNode pod : Deletion.dependents(store, Kind.POD, owner)) {
            count += ready ? (Kubelet.ready(pod) ? 1 : 0) : pod.path("metadata").has("deletionTimestamp") ? 0 : 1;
        }
        return count;
    }

    private void status(Kind kind, ObjectNode object, long replicas, long updated, long ready) {
        long wanted = object.path("spec").path("replicas").asLong(1);
        store.change(kind, Deletion.namespace(object), Deletion.name(object), changed -> {
            ObjectNode status = changed.withObject("/status");
            status.put(
                    "observedGeneration",
                    changed.path("metadata").path("generation").asLong());
            count(status, "replicas", replicas);
            count(status, "updatedReplicas", updated);
            count(status, "readyReplicas", ready);
            count(status, "availableReplicas", ready);
            count(status, "unavailableReplicas", Math.max(wanted, replicas) - ready);
            if (kind == Kind.DEPLOYMENT) {
                status.putArray("conditions")
                        .addObject()
                        .put("type", "Available")
                        .put("status", ready >= wanted ? "True" : "False");
            }
            return changed;
        });
    }

    /** A count of zero is left out, as a real server does it. */
    private static void count(ObjectNode status, String field, long number) {
        if (number > 0) {
            status.put(field, number);
        } else {
            status.remove(field);
        }
    }

    static void own(ObjectNode metadata, Kind kind, ObjectNode owner) {
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind())
                .put("name", Deletion.name(owner))
                .put("uid", owner.path("metadata").path("uid").asText())
                .put("controller", true);
    }

    private void publish(ObjectNode service) {
        String namespace = Deletion.namespace(service);
        String name = Deletion.name(service) + "-slice";
        JsonNode wanted = service.path("spec").path("selector");
        ArrayNode endpoints = Patches.JSON.createArrayNode();
        for (ObjectNode pod : store.list(Kind.POD, namespace, pod -> Evictions.matches(wanted, pod))) {
            boolean going = pod.path("metadata").has("deletionTimestamp");
            boolean ready = Kubelet.ready(pod);
            ObjectNode endpoint = endpoints.addObject();
            ArrayNode addresses = endpoint.putArray("addresses");
            pod.path("status").path("podIP").asText("").lines().forEach(addresses::add);
            endpoint.putObject("conditions")
                    .put("ready", ready)
                    .put("serving", ready || going)
                    .put("terminating", going);
            endpoint.putObject("targetRef").put("kind", "Pod").put("name", Deletion.name(pod));
        }
        if (store.find(Kind.ENDPOINT_SLICE, namespace, name).isEmpty()) {
            ObjectNode slice = Patches.JSON.createObjectNode().put("addressType", "IPv4");
            ObjectNode metadata = slice.putObject("metadata").put("name", name);
            metadata.putObject("labels").put("kubernetes.io/service-name", Deletion.name(service));
            slice.set("endpoints", endpoints);
            store.create(Kind.ENDPOINT_SLICE, namespace, slice);
        } else {
            store.change(Kind.ENDPOINT_SLICE, namespace, name, slice -> {
                slice.set("endpoints", endpoints);
                return slice;
            });
        }
    }

    /**
     * Ends a job at its deadline, a second early at most as the start is cut to whole seconds, and removes it when its time to live
     * after that is over. A suspended job has no start, and so no deadline.
     */
    private void endLease(ObjectNode job) {
        String namespace = Deletion.namespace(job);
        String name = Deletion.name(job);
        JsonNode start = job.path("status").path("startTime");
        JsonNode failure = job.path("status").path("conditions").path(0);
        if (job.path("spec").path("suspend").asBoolean() || start.isMissingNode() && !startingJobs.get()) {
            return;
        }
        if (start.isMissingNode()) {
            store.change(Kind.JOB, namespace, name, started -> {
                started.withObject("/status").put("startTime", Store.now());
                return started;
            });
        } else if (failure.isMissingNode()) {
            JsonNode deadline = job.path("spec").path("activeDeadlineSeconds");
            if (!deadline.isMissingNode() && over(start, deadline)) {
                store.change(Kind.JOB, namespace, name, ended -> {
                    ended.withObject("/status")
                            .putArray("conditions")
                            .addObject()
                            .put("type", "Failed")
                            .put("status", "True")
                            .put("reason", "DeadlineExceeded")
                            .put("message", "Job was active longer than specified deadline")
                            .put("lastTransitionTime", Store.now());
                    return ended;
                });
            }
        } else {
            JsonNode life = job.path("spec").path("ttlSecondsAfterFinished");
            if (!life.isMissingNode() && over(failure.path("lastTransitionTime"), life)) {
                store.remove(Kind.JOB, namespace, name);
            }
        }
    }

    private static boolean over(JsonNode begin, JsonNode seconds) {
        return Duration.between(Instant.parse(begin.asText()), Instant.now())
                        .compareTo(Duration.ofSeconds(seconds.asLong()))
                >= 0;
    }

    @Override
    public void close() {
        work.shutdownNow();
    }
}
