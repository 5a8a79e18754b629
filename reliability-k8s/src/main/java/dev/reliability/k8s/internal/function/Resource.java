package dev.reliability.k8s.internal.function;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The kinds of objects that functions read and change, as the paths of the API name them. */
enum Resource {
    PODS("", "v1", "pods", "pod"),
    NODES("", "v1", "nodes", "node", false),
    NAMESPACES("", "v1", "namespaces", "namespace", false),
    SERVICES("", "v1", "services", "service"),
    SECRETS("", "v1", "secrets", "secret"),
    EVENTS("events.k8s.io", "v1", "events", "event"),
    DEPLOYMENTS("apps", "v1", "deployments", "deployment"),
    STATEFUL_SETS("apps", "v1", "statefulsets", "stateful set"),
    DAEMON_SETS("apps", "v1", "daemonsets", "daemon set"),
    REPLICA_SETS("apps", "v1", "replicasets", "replica set"),
    INGRESSES("networking.k8s.io", "v1", "ingresses", "ingress"),
    NETWORK_POLICIES("networking.k8s.io", "v1", "networkpolicies", "network policy");

    private final String group;
    private final String version;
    private final String plural;
    private final String word;
    private final boolean namespaced;

    Resource(String group, String version, String plural, String word) {
        this(group, version, plural, word, true);
    }

    Resource(String group, String version, String plural, String word, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.word = word;
        this.namespaced = namespaced;
    }

    String group() {
        return group;
    }

    String plural() {
        return plural;
    }

    /** As people say it: {@code stateful set}. */
    String word() {
        return word;
    }

    boolean namespaced() {
        return namespaced;
    }

    /** As rights name it: {@code pods}, {@code deployments.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /**
     * Returns the path of the objects of a namespace, or of all of them.
     *
     * @param namespace empty for all
     */
    String path(String namespace) {
        String base = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return base + (namespace.isEmpty() || !namespaced ? "" : "/namespaces/" + segment(namespace)) + "/" + plural;
    }

    String path(String namespace, String name) {
        return path(namespace) + "/" + segment(name);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
