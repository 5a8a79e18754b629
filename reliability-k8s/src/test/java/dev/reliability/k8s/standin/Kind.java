package dev.reliability.k8s.standin;

import java.util.List;
import java.util.Optional;

/**
 * A kind of object that the server keeps.
 *
 * @param group API group, empty for the core
 * @param version version of the group
 * @param plural name in paths, such as {@code pods}
 * @param kind name in objects, such as {@code Pod}
 * @param namespaced whether objects live in namespaces
 */
record Kind(String group, String version, String plural, String kind, boolean namespaced) {

    static final Kind POD = core("pods", "Pod", true);
    static final Kind NODE = core("nodes", "Node", false);
    static final Kind NAMESPACE = core("namespaces", "Namespace", false);
    static final Kind SERVICE = core("services", "Service", true);
    static final Kind EVENT = core("events", "Event", true);
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    static final Kind STATEFUL_SET = new Kind("apps", "v1", "statefulsets", "StatefulSet", true);
    static final Kind DAEMON_SET = new Kind("apps", "v1", "daemonsets", "DaemonSet", true);
    static final Kind JOB = new Kind("batch", "v1", "jobs", "Job", true);
    static final Kind ENDPOINT_SLICE = new Kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
    static final Kind NETWORK_POLICY = new Kind("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true);
    static final Kind BUDGET = new Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    static final Kind AUTOSCALER =
            new Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);

    private static final List<Kind> ALL = List.of(
            POD,
            NODE,
            NAMESPACE,
            SERVICE,
            EVENT,
            core("secrets", "Secret", true),
            core("configmaps", "ConfigMap", true),
            core("replicationcontrollers", "ReplicationController", true),
            core("persistentvolumeclaims", "PersistentVolumeClaim", true),
            core("serviceaccounts", "ServiceAccount", true),
            core("endpoints", "Endpoints", true),
            DEPLOYMENT,
            REPLICA_SET,
            STATEFUL_SET,
            DAEMON_SET,
            JOB,
            ENDPOINT_SLICE,
            NETWORK_POLICY,
            new Kind("networking.k8s.io", "v1", "ingresses", "Ingress", true),
            new Kind("coordination.k8s.io", "v1", "leases", "Lease", true),
            BUDGET,
            AUTOSCALER);

    private static Kind core(String plural, String kind, boolean namespaced) {
        return new Kind("", "v1", plural, kind, namespaced);
    }

    static Optional<Kind> of(String group, String version, String plural) {
        if (group.equals("events.k8s.io") && plural.equals("events")) {
            return Optional.of(EVENT);
        }
        return ALL.stream()
                .filter(kind -> kind.group.equals(group) && kind.version.equals(version) && kind.plural.equals(plural))
                .findFirst();
    }

    static Kind named(String kind) {
        return ALL.stream().filter(one -> one.kind.equals(kind)).findFirst().orElseThrow();
    }

    static boolean knowsGroup(String group, String version) {
        return ALL.stream().anyMatch(kind -> kind.group.equals(group) && kind.version.equals(version));
    }

    /** Returns {@code v1} or {@code apps/v1}. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Returns {@code pods} or {@code deployments.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
