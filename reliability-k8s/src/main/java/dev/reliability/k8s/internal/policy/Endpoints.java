package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pods and services of some namespaces, by address. A plugin may look at a connection to a service only when its address is that of
 * a pod behind it already, so who cuts off the one cuts off the other.
 */
final class Endpoints {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Cluster cluster;
    private final Set<String> namespaces;

    /** @param namespaces where pods and services are looked for; those that we may not see are left out */
    Endpoints(Cluster cluster, Set<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = new TreeSet<>(namespaces);
    }

    /** Returns the namespace that a name of a service names, as the resolver of a pod reads it. */
    static Stream<String> namespaceOf(String host) {
        String[] labels = host.split("\\.", -1);
        return labels.length == 2 || labels.length > 2 && labels[2].equals("svc") ? Stream.of(labels[1]) : Stream.of();
    }

    /** Returns cuts, and those of the pods behind the services among them. */
    List<Cut> behind(List<Cut> cuts) {
        List<Cut> all = new ArrayList<>(cuts);
        for (String namespace : namespaces) {
            for (GenericKubernetesResource service : seen(Kind.SERVICE, namespace, "")) {
                Set<String> addresses = texts(service.get("spec", "clusterIPs"));
                addresses.addAll(texts(service.get("spec", "clusterIP")));
                cuts.stream()
                        .filter(cut -> cut.range().single()
                                && addresses.contains(cut.range().toString()))
                        .forEach(cut -> all.addAll(pods(namespace, service, cut)));
            }
        }
        return all.stream().distinct().toList();
    }

    private List<Cut> pods(String namespace, GenericKubernetesResource service, Cut cut) {
        Set<String> names = new LinkedHashSet<>();
        for (Object port : list(service.get("spec", "ports"))) {
            if (number(port, "port")
                    .filter(one -> cut.ports().stream().anyMatch(range -> range.contains(one)))
                    .findAny()
                    .isPresent()) {
                names.add(name(port));
            }
        }
        List<Cut> pods = new ArrayList<>();
        for (GenericKubernetesResource slice : seen(
                Kind.ENDPOINT_SLICE,
                namespace,
                SERVICE_NAME + "=" + service.getMetadata().getName())) {
            List<PortRange> ports = list(slice.get("ports")).stream()
                    .filter(port -> names.contains(name(port)))
                    .flatMap(port -> number(port, "port"))
                    .map(port -> new PortRange(port, port))
                    .toList();
            if (!cut.ports().isEmpty() && ports.isEmpty()) {
                continue;
            }
            for (Object endpoint : list(slice.get("endpoints"))) {
                texts(((Map<?, ?>) endpoint).get("addresses")).stream()
                        .filter(AddressRange::looksLike)
                        .forEach(address -> pods.add(new Cut(AddressRange.parse(address), ports)));
            }
        }
        return pods;
    }

    /** Returns the namespaces of which a pod is among some addresses. */
    List<String> namespacesOfPods(List<Cut> cuts) {
        return namespaces.stream()
                .filter(namespace -> visiblePods(namespace).stream()
                        .map(pod ->
                                pod.getStatus() == null ? null : pod.getStatus().getPodIP())
                        .filter(address -> address != null && AddressRange.looksLike(address))
                        .map(AddressRange::parse)
                        .anyMatch(address ->
                                cuts.stream().anyMatch(cut -> cut.range().contains(address))))
                .toList();
    }

    private List<Pod> visiblePods(String namespace) {
        try {
            return cluster.pods(namespace, "");
        } catch (KubernetesClientException e) {
            return unseen(e);
        }
    }

    private List<GenericKubernetesResource> seen(Kind kind, String namespace, String labels) {
        try {
            return cluster.objects().list(kind, namespace, labels);
        } catch (KubernetesClientException e) {
            return unseen(e);
        }
    }

    /** What is missed this way is still found out by the connection that goes on. */
    private static <T> List<T> unseen(KubernetesClientException refused) {
        if (Refusals.forbidden(refused)) {
            return List.of();
        }
        throw refused;
    }

    private static List<?> list(@Nullable Object tree) {
        return tree instanceof List<?> items ? items : List.of();
    }

    private static Set<String> texts(@Nullable Object tree) {
        Set<String> texts = new LinkedHashSet<>();
        if (tree instanceof String text) {
            texts.add(text);
        }
        list(tree).forEach(one -> texts.add(String.valueOf(one)));
        return texts;
    }

    private static Stream<Integer> number(Object tree, String field) {
        return tree instanceof Map<?, ?> map && map.get(field) instanceof Number number
                ? Stream.of(number.intValue())
                : Stream.of();
    }

    /** The only port of a service needs no name. */
    private static String name(Object port) {
        return port instanceof Map<?, ?> map ? Objects.toString(map.get("name"), "") : "";
    }
}
