package dev.reliability.k8s.internal.target;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What there is to know of a pod. */
public final class Pods {

    /** By this label a replica set tells the pods of one version of a deployment from those of another; it ends with it. */
    private static final String HASH = "pod-template-hash";

    private Pods() {}

    /** Tells whether it serves: it is ready and not on its way out. */
    public static boolean serves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> Objects.equals(condition.getType(), "Ready")
                                && Objects.equals(condition.getStatus(), "True"));
    }

    /** Tells whether it has run to its end. */
    public static boolean finished(Pod pod) {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return Objects.equals(phase, "Succeeded") || Objects.equals(phase, "Failed");
    }

    /** Returns what replaces it when it goes. */
    public static Optional<OwnerReference> owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }

    /** Returns its name and those of what owns it, as far as the pod itself tells them. */
    public static Set<String> family(Pod pod) {
        Set<String> names = new LinkedHashSet<>(Set.of(name(pod)));
        owner(pod).ifPresent(owner -> {
            names.add(owner.getName());
            Map<String, String> labels = pod.getMetadata().getLabels();
            String hash = labels == null ? "" : labels.getOrDefault(HASH, "");
            if (!hash.isEmpty() && owner.getName().endsWith("-" + hash)) {
                names.add(owner.getName().substring(0, owner.getName().length() - hash.length() - 1));
            }
        });
        return names;
    }

    /** Returns {@code web-1}. */
    public static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    /** Returns the key of this very pod. */
    public static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
