package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.pod.Witness;
import dev.reliability.k8s.internal.pod.Witness.Answer;
import dev.reliability.k8s.internal.pod.Witness.Point;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One of the pods that are cut off, and what its witness saw. */
final class PolicyPart {

    private final Pod pod;
    private final Witness witness;

    /** What answered before anything was cut off. */
    private final Set<Point> open = new LinkedHashSet<>();

    PolicyPart(Pod pod, Witness witness) {
        this.pod = pod;
        this.witness = witness;
    }

    /** What became of the things that have to be hit. */
    record Seen(List<String> hit, List<String> missed) {}

    Pod pod() {
        return pod;
    }

    Witness witness() {
        return witness;
    }

    private String name() {
        return "pod " + witness.pod();
    }

    void open() {
        try {
            witness.open();
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(name() + ": " + Refusals.words(e, witness.cluster()), e);
        }
    }

    /** Looks at what answers now; returns whether anything does. */
    boolean lookBefore(List<Wanted.Entry> entries) {
        open.clear();
        witness.connect(points(entries)).forEach((point, answer) -> {
            if (answer == Answer.OPEN) {
                open.add(point);
            }
        });
        return !open.isEmpty();
    }

    private static List<Point> points(List<Wanted.Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.points().stream())
                .distinct()
                .toList();
    }

    /** Looks at what of it does not answer any more. */
    Seen look(List<Wanted.Entry> entries, String otherPolicies) {
        List<String> hit = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        if (!witness.podIsThere()) {
            return new Seen(hit, List.of(name() + " is gone"));
        }
        Map<Point, Answer> answers = witness.connect(open);
        for (Wanted.Entry entry : entries) {
            List<Point> before = entry.points().stream().filter(open::contains).toList();
            List<Point> still = before.stream()
                    .filter(point -> answers.get(point) == Answer.OPEN)
                    .toList();
            String way = "from " + name() + " to " + entry.name();
            if (before.isEmpty()) {
                missed.add("nothing answered " + name() + " at " + entry.name() + " before");
            } else if (still.isEmpty()) {
                hit.add("new connections " + way + " " + words(before, answers));
            } else {
                missed.add("new connections " + way + " are still possible (" + join(still) + ")" + otherPolicies);
            }
        }
        return new Seen(hit, missed);
    }

    private static String words(List<Point> points, Map<Point, Answer> answers) {
        Map<String, List<Point>> byAnswer = new LinkedHashMap<>();
        points.forEach(point -> byAnswer.computeIfAbsent(
                        answers.get(point) == Answer.SILENT ? "get no answer" : "are refused", any -> new ArrayList<>())
                .add(point));
        return byAnswer.entrySet().stream()
                .map(one -> one.getKey() + " (" + join(one.getValue()) + ")")
                .collect(Collectors.joining(" or "));
    }

    private static String join(List<Point> points) {
        return points.stream().map(Point::toString).collect(Collectors.joining(", "));
    }

    /** Says what of it does not answer again. */
    List<String> notBack() {
        if (open.isEmpty() || !witness.podIsThere()) {
            return List.of();
        }
        List<Point> shut = witness.connect(open).entrySet().stream()
                .filter(one -> one.getValue() != Answer.OPEN)
                .map(Map.Entry::getKey)
                .toList();
        return shut.isEmpty()
                ? List.of()
                : List.of("no new connection from " + name() + " to " + join(shut) + " is possible yet");
    }
}
