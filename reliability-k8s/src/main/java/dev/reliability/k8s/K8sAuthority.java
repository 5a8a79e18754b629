package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.spi.Authority;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Right;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Asks the API server what the controller may do, and writes the least Role that allows a test. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sAuthority implements Authority {

    private static final String NAMESPACE = "namespace";
    private static final String CONTEXT = "context";

    @Override
    public String name() {
        return Cluster.AUTHORITY;
    }

    @Override
    public List<String> missing(Set<Right> rights, PlanContext context) {
        List<String> missing = new ArrayList<>();
        for (Right right : rights) {
            Cluster cluster = Cluster.of(Access.choose(
                    context::value, Optional.ofNullable(right.details().get(CONTEXT))));
            if (!allowed(cluster, right)) {
                missing.add("context \"" + cluster.context() + "\" may not " + words(right));
            }
        }
        return missing;
    }

    private static String words(Right right) {
        String namespace = right.details().getOrDefault(NAMESPACE, "");
        return right.action() + " " + right.on() + (namespace.isEmpty() ? "" : " (namespace " + namespace + ")");
    }

    private static boolean allowed(Cluster cluster, Right right) {
        Resource resource = Resource.of(right.on());
        SelfSubjectAccessReview asked = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(right.action())
                .withGroup(resource.group())
                .withResource(resource.plural())
                .withSubresource(resource.subresource())
                .withNamespace(right.details().get(NAMESPACE))
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                cluster.client().authorization().v1().selfSubjectAccessReview().create(asked);
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    @Override
    public String policy(Set<Right> rights) {
        Map<String, Map<Resource, Set<String>>> byNamespace = new TreeMap<>();
        for (Right right : rights) {
            byNamespace
                    .computeIfAbsent(right.details().getOrDefault(NAMESPACE, ""), any -> new TreeMap<>())
                    .computeIfAbsent(Resource.of(right.on()), any -> new TreeSet<>())
                    .add(right.action());
        }
        StringBuilder yaml = new StringBuilder();
        byNamespace.forEach((namespace, resources) -> {
            yaml.append(yaml.isEmpty() ? "" : "---\n").append("apiVersion: rbac.authorization.k8s.io/v1\n");
            yaml.append(
                    namespace.isEmpty()
                            ? "kind: ClusterRole\nmetadata:\n  name: reliability-tests\nrules:\n"
                            : "kind: Role\nmetadata:\n  name: reliability-tests\n  namespace: " + namespace
                                    + "\nrules:\n");
            resources.forEach((resource, verbs) -> yaml.append("  - apiGroups: [\"")
                    .append(resource.group())
                    .append("\"]\n    resources: [\"")
                    .append(resource.full())
                    .append("\"]\n    verbs: [")
                    .append(String.join(", ", verbs))
                    .append("]\n"));
        });
        return yaml.toString();
    }

    /** {@code pods}, {@code pods/eviction} or {@code deployments.apps/scale}, taken apart. */
    private record Resource(String plural, String group, String subresource) implements Comparable<Resource> {

        static Resource of(String on) {
            int slash = on.indexOf('/');
            String object = slash < 0 ? on : on.substring(0, slash);
            int dot = object.indexOf('.');
            return new Resource(
                    dot < 0 ? object : object.substring(0, dot),
                    dot < 0 ? "" : object.substring(dot + 1),
                    slash < 0 ? "" : on.substring(slash + 1));
        }

        String full() {
            return subresource.isEmpty() ? plural : plural + "/" + subresource;
        }

        @Override
        public int compareTo(Resource other) {
            return (group + " " + full()).compareTo(other.group + " " + other.full());
        }
    }
}
