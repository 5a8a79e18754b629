package dev.reliability.k8s.internal.fault;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merge patches. */
final class Patch {

    private Patch() {}

    /** Sets an annotation, or takes it off. */
    static Map<String, Object> annotation(String key, @Nullable String value) {
        return Map.of("metadata", Map.of("annotations", Collections.singletonMap(key, value)));
    }
}
