package dev.reliability.k8s.internal.client;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of objects that this module reads or changes. */
public enum Kind {
    /** A pod. */
    POD("", "v1", "Pod", "pods"),
    /** A node. */
    NODE("", "v1", "Node", "nodes"),
    /** A namespace. */
    NAMESPACE("", "v1", "Namespace", "namespaces"),
    /** A service. */
    SERVICE("", "v1", "Service", "services"),
    /** An event. */
    EVENT("", "v1", "Event", "events"),
    /** A claim of storage. */
    VOLUME_CLAIM("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
    /** An old replication controller. */
    REPLICATION_CONTROLLER("", "v1", "ReplicationController", "replicationcontrollers"),
    /** A deployment. */
    DEPLOYMENT("apps", "v1", "Deployment", "deployments"),
    /** A replica set. */
    REPLICA_SET("apps", "v1", "ReplicaSet", "replicasets"),
    /** A stateful set. */
    STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets"),
    /** A daemon set. */
    DAEMON_SET("apps", "v1", "DaemonSet", "daemonsets"),
    /** A job. */
    JOB("batch", "v1", "Job", "jobs"),
    /** Part of the endpoints of a service. */
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
    /** A rule of who may talk to whom. */
    NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
    /** A disruption budget. */
    BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    /** A horizontal autoscaler. */
    AUTOSCALER("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");

    private final String group;
    private final String version;
    private final String word;
    private final String plural;

    Kind(String group, String version, String word, String plural) {
        this.group = group;
        this.version = version;
        this.word = word;
        this.plural = plural;
    }

    /** Finds a kind by its name, such as {@code Deployment}, in any case. */
    public static Optional<Kind> of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the names of all kinds. */
    public static String all() {
        return Arrays.stream(values()).map(kind -> kind.word).sorted().collect(Collectors.joining(", "));
    }

    /** Returns its name in objects, {@code Deployment}. */
    public String word() {
        return word;
    }

    /** Returns how messages call it, {@code deployment}. */
    public String lower() {
        return word.toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns its group and version as objects name them, {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Returns its name in rights, {@code deployments.apps}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Tells whether its objects live in namespaces. */
    public boolean namespaced() {
        return this != NODE && this != NAMESPACE;
    }

    /** Returns it as the client of the API knows it. */
    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group.isEmpty() ? null : group)
                .withVersion(version)
                .withKind(word)
                .withPlural(plural)
                .withNamespaced(namespaced())
                .build();
    }
}
