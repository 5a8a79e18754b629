package dev.reliability.k8s.internal.client;

import dev.reliability.spi.Right;
import java.util.Set;

/**
 * Which objects are meant.
 *
 * @param kind what they are
 * @param namespace where they live; empty for all namespaces, and for what has none
 * @param labels selector of labels; empty for any
 * @param fields selector of fields; empty for any
 */
public record Query(Kind kind, String namespace, String labels, String fields) {

    /** Returns what it takes to ask and watch. */
    public Set<Right> rights(Cluster cluster) {
        return Set.of(
                cluster.right("list", kind.resource(), namespace), cluster.right("watch", kind.resource(), namespace));
    }

    /** Returns how messages call it: {@code pods of namespace shop}. */
    String words() {
        return kind.resource() + (namespace.isEmpty() ? "" : " of namespace " + namespace);
    }
}
