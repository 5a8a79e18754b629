package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.spi.Testimony;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Collects what a cluster has to say of pods and other objects: their events, and what containers logged. */
final class Accounts {

    /** More are not read: whoever attacks a thousand pods is not helped by a thousand logs. */
    private static final int PODS = 10;

    private static final int LINES = 200;
    private static final int FORBIDDEN = 403;

    /** By how much the clock of a cluster may be wrong without an event being taken for an old one. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Instant since;
    private final int seconds;
    private Testimony said = Testimony.none();

    /** Looks back so far. */
    Accounts(Cluster cluster, Duration last) {
        this.cluster = cluster;
        this.since = Instant.now().minus(last);
        // the server counts whole seconds
        this.seconds = Math.toIntExact(Math.min(Integer.MAX_VALUE, last.toSeconds() + 1));
    }

    Testimony said() {
        return said;
    }

    /** Adds the events about objects, warnings apart. */
    void events(String namespace, BiPredicate<String, String> about) {
        List<GenericKubernetesResource> events;
        try {
            events = cluster.objects().list(Kind.EVENT, namespace, "").stream()
                    .filter(event -> about.test(
                            String.valueOf(event.<Object>get("involvedObject", "kind")),
                            String.valueOf(event.<Object>get("involvedObject", "name"))))
                    .filter(event -> !at(event).isBefore(since.minus(SKEW)))
                    .sorted(Comparator.comparing(Accounts::at))
                    .toList();
        } catch (KubernetesClientException e) {
            said = said.withGap(
                    "the events of namespace " + namespace + " cannot be read: " + Refusals.words(e, cluster));
            return;
        }
        said = said.withNotes("events", words(events, true))
                .withLog("events without warnings", String.join("\n", words(events, false)));
    }

    private static List<String> words(List<GenericKubernetesResource> events, boolean warnings) {
        return events.stream()
                .filter(event -> Objects.equals(event.get("type"), "Warning") == warnings)
                .map(Accounts::words)
                .toList();
    }

    private static String words(GenericKubernetesResource event) {
        Object count = event.get("count");
        String often = count instanceof Number number && number.intValue() > 1 ? " (" + number + " times)" : "";
        return event.<Object>get("type") + " " + event.<Object>get("reason") + " "
                + String.valueOf(event.<Object>get("involvedObject", "kind")).toLowerCase(Locale.ROOT) + " "
                + event.<Object>get("involvedObject", "name") + often + ": " + event.<Object>get("message");
    }

    /** When it last happened; an event without any time is taken for a new one. */
    private static Instant at(GenericKubernetesResource event) {
        return Stream.of(
                        event.<Object>get("series", "lastObservedTime"),
                        event.<Object>get("lastTimestamp"),
                        event.<Object>get("eventTime"),
                        event.getMetadata().getCreationTimestamp())
                .flatMap(Stream::ofNullable)
                .flatMap(text -> time(String.valueOf(text)).stream())
                .findFirst()
                .orElse(Instant.MAX);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Adds what the containers of pods logged, that of a container which was started anew included. */
    void logs(List<Pod> pods) {
        List<String> unread = new ArrayList<>();
        for (Pod pod : pods.subList(0, Math.min(PODS, pods.size()))) {
            try {
                log(pod);
            } catch (KubernetesClientException e) {
                if (e.getCode() == FORBIDDEN) {
                    said = said.withGap("no log of a pod can be read: " + Refusals.words(e, cluster));
                    return;
                }
                unread.add(Pods.name(pod) + " (" + Refusals.words(e, cluster) + ")");
            }
        }
        if (!unread.isEmpty()) {
            said = said.withGap("the logs of some pods cannot be read: " + String.join("; ", unread));
        }
        if (pods.size() > PODS) {
            said = said.withGap("only " + PODS + " of " + pods.size() + " pods were asked for their logs");
        }
    }

    private void log(Pod pod) {
        for (var container : pod.getSpec().getContainers()) {
            String source = "pod " + Pods.name(pod)
                    + (pod.getSpec().getContainers().size() == 1 ? "" : ", container " + container.getName());
            var log = cluster.client()
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(Pods.name(pod))
                    .inContainer(container.getName());
            if (restarted(pod, container.getName())) {
                said = said.withLog(
                        source + " before it was started anew",
                        log.terminated()
                                .sinceSeconds(seconds)
                                .tailingLines(LINES)
                                .getLog());
            }
            said = said.withLog(
                    source, log.sinceSeconds(seconds).tailingLines(LINES).getLog());
        }
    }

    /** Tells whether a container ended in the time that is looked back to, and another one took its place. */
    private boolean restarted(Pod pod, String container) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> status.getName().equals(container))
                        .map(ContainerStatus::getLastState)
                        .flatMap(last -> Stream.ofNullable(last == null ? null : last.getTerminated()))
                        .map(ContainerStateTerminated::getFinishedAt)
                        .flatMap(text -> time(String.valueOf(text)).stream())
                        .anyMatch(end -> !end.isBefore(since.minus(SKEW)));
    }
}
