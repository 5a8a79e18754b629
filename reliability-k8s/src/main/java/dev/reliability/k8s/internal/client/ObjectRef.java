package dev.reliability.k8s.internal.client;

import dev.reliability.spi.PlanException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * Where an object is.
 *
 * @param kind what it is
 * @param namespace where it lives; empty for what has no namespace
 * @param name its name
 */
public record ObjectRef(Kind kind, String namespace, String name) {

    /** Returns where an object is that was read. */
    public static ObjectRef of(Kind kind, GenericKubernetesResource object) {
        return new ObjectRef(
                kind,
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
                object.getMetadata().getName());
    }

    /** Reads what {@link #toString()} wrote. */
    public static ObjectRef parse(String text) {
        String[] parts = text.split("/", -1);
        Optional<Kind> kind = Kind.of(parts[0]);
        if (parts.length != 3 || kind.isEmpty()) {
            throw new PlanException("\"" + text + "\" is not KIND/NAMESPACE/NAME");
        }
        return new ObjectRef(kind.get(), parts[1], parts[2]);
    }

    /** Returns how messages call it, {@code deployment web}. */
    public String words() {
        return kind.lower() + " " + name;
    }

    @Override
    public String toString() {
        return kind.word() + "/" + namespace + "/" + name;
    }
}
