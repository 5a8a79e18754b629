package dev.reliability.k8s.internal.mark;

import dev.reliability.k8s.internal.client.ApiObjects;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Refusals;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes marks on objects before these are changed, and puts marked objects back. An object can carry one mark: who finds
 * another's does not touch it.
 */
public final class Marks {

    /** The label by which marked objects are found; its value is the key of the fault. */
    public static final String LABEL = "reliability.dev/fault";

    /** The annotation that says how the object was before. */
    public static final String ANNOTATION = "reliability.dev/undo";

    /** Each status that a controller writes lets a change of ours be stale. */
    private static final int TRIES = 20;

    private final ApiObjects objects;

    /** Looks at the objects of a cluster. */
    public Marks(Cluster cluster) {
        this.objects = cluster.objects();
    }

    /**
     * Returns the mark on an object.
     *
     * @throws IllegalStateException if there is one that cannot be read
     */
    public static Optional<Mark> on(GenericKubernetesResource object) {
        String label = text(object.getMetadata().getLabels(), LABEL);
        String written = text(object.getMetadata().getAnnotations(), ANNOTATION);
        try {
            // an annotation alone was copied: from a deployment to its replica set, and back by a rollback
            return label.isEmpty() || written.isEmpty() ? Optional.empty() : Optional.of(Mark.read(written));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the annotation " + ANNOTATION + " of "
                            + object.getMetadata().getName() + " cannot be read, so nobody can tell how it was before: "
                            + written,
                    e);
        }
    }

    /** Returns the key of the fault whose label an object carries. */
    public static Optional<String> label(ObjectMeta metadata) {
        return Optional.of(text(metadata.getLabels(), LABEL)).filter(id -> !id.isEmpty());
    }

    private static String text(@Nullable Map<String, String> texts, String key) {
        return texts == null ? "" : texts.getOrDefault(key, "");
    }

    /** Tells whether the mark of a fault was copied to an object, as a deployment's annotations are to its replica sets. */
    public static boolean copied(GenericKubernetesResource object, String id) {
        return text(object.getMetadata().getLabels(), LABEL).isEmpty()
                && text(object.getMetadata().getAnnotations(), ANNOTATION).contains("\"" + id + "\"");
    }

    /** Takes a copy of a mark off. */
    public void forgetCopy(ObjectRef ref) {
        objects.merge(ref, Map.of("metadata", Map.of("annotations", Collections.singletonMap(ANNOTATION, null))));
    }

    /** Returns the metadata of an object that is made by a fault, so that it carries the mark from the first moment. */
    public static Map<String, Object> metadata(Mark mark) {
        return Map.of("labels", Map.of(LABEL, mark.id()), "annotations", Map.of(ANNOTATION, mark.write()));
    }

    /** Returns the mark on an object, if that is there. */
    public Optional<Mark> on(ObjectRef ref) {
        return objects.get(ref).flatMap(Marks::on);
    }

    /** Says whose fault an object carries now, as the end of the sentence "TARGET is under attack by …". */
    public static Optional<String> attacker(GenericKubernetesResource object) {
        return on(object)
                .filter(Mark::mayLive)
                .map(mark -> mark.by() + ": " + mark.fault() + ", until " + mark.until() + " at the latest");
    }

    /**
     * Writes a mark and changes nothing else.
     *
     * @throws IllegalStateException if the object carries another mark, or is another one by now
     */
    public void put(ObjectRef ref, String uid, Mark mark) {
        boolean there = change(ref, object -> {
            if (!object.getMetadata().getUid().equals(uid)) {
                throw new IllegalStateException(ref.words() + " is another one by now");
            }
            Optional<Mark> other = on(object);
            if (other.isPresent()) {
                throw new IllegalStateException(ref.words() + " is under attack by "
                        + other.get().by() + ": " + other.get().fault() + ", until "
                        + other.get().until() + " at the latest");
            }
            return Optional.of(Map.of("metadata", metadata(object, mark.id(), mark.write())));
        });
        if (!there) {
            throw new IllegalStateException(ref.words() + " is not there any more");
        }
    }

    /** Makes the change that a mark tells of, on the object that carries it. */
    public void apply(ObjectRef ref, String uid, Mark mark) {
        objects.merge(ref, Map.of("metadata", Map.of("uid", uid), "spec", mark.after()));
    }

    /**
     * Puts an object back, and takes the mark off. What somebody else has changed since stays as that one left it.
     *
     * @param meant which marks are meant
     * @return the mark that was taken off; empty if there is none of these
     */
    public Optional<Mark> takeBack(ObjectRef ref, Predicate<Mark> meant) {
        Mark[] taken = new Mark[1];
        change(ref, object -> {
            Optional<Mark> mark = on(object).filter(meant);
            taken[0] = mark.orElse(null);
            return mark.map(one -> undo(object, one));
        });
        return Optional.ofNullable(taken[0]);
    }

    private static Map<String, Object> undo(GenericKubernetesResource object, Mark mark) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        mark.before().forEach((field, was) -> {
            Object now = object.get("spec", field);
            if (same(now, mark.after().get(field)) || mark.autoscaled() && less(now, was)) {
                spec.put(field, was);
            }
        });
        return Map.of("metadata", metadata(object, null, null), "spec", spec);
    }

    private static boolean less(@Nullable Object one, @Nullable Object other) {
        return one instanceof Number number && other instanceof Number limit && number.longValue() < limit.longValue();
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(String.valueOf(one), String.valueOf(other));
    }

    private static Map<String, Object> metadata(
            GenericKubernetesResource object, @Nullable String label, @Nullable String annotation) {
        return Map.of(
                "uid", object.getMetadata().getUid(),
                "resourceVersion", object.getMetadata().getResourceVersion(),
                "labels", Collections.singletonMap(LABEL, label),
                "annotations", Collections.singletonMap(ANNOTATION, annotation));
    }

    /** Returns the marked objects of a kind; of all namespaces where it is empty. */
    public List<GenericKubernetesResource> find(Kind kind, String namespace) {
        return objects.list(kind, namespace, LABEL);
    }

    /** {@return whether the object is there} */
    private boolean change(ObjectRef ref, Change change) {
        for (int attempt = 1; ; attempt++) {
            Optional<GenericKubernetesResource> object = objects.get(ref);
            Optional<Map<String, Object>> patch = object.flatMap(change::of);
            if (patch.isEmpty()) {
                return object.isPresent();
            }
            try {
                objects.merge(ref, patch.get());
                return true;
            } catch (KubernetesClientException e) {
                if (!Refusals.conflict(e) || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private interface Change {
        Optional<Map<String, Object>> of(GenericKubernetesResource object);
    }
}
