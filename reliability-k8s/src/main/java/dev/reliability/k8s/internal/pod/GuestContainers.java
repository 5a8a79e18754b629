package dev.reliability.k8s.internal.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the API server is asked about ephemeral containers of ours. */
final class GuestContainers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORBIDDEN = 403;
    private static final int INVALID = 422;

    /** What a container waits for that will not come by itself. */
    private static final Set<String> HOPELESS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private GuestContainers() {}

    static PodResource resource(Guest guest) {
        return guest.cluster().client().pods().inNamespace(guest.namespace()).withName(guest.pod());
    }

    /**
     * Adds the container to its pod, or only asks whether that would be allowed.
     *
     * @param command what runs in it
     * @throws ShellException if it is refused
     */
    static void add(Guest guest, List<String> command, boolean dryRun) {
        PatchContext.Builder context = new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE);
        if (dryRun) {
            context.withDryRun(List.of("All"));
        }
        try {
            resource(guest).ephemeralContainers().patch(context.build(), patch(guest, command));
        } catch (KubernetesClientException e) {
            throw new ShellException(
                    Reason.LOGIN_REFUSED, "no container can be added to pod " + guest.pod() + ": " + why(guest, e), e);
        }
    }

    private static String why(Guest guest, KubernetesClientException refused) {
        String words = Refusals.words(refused, guest.cluster());
        if (refused.getCode() == FORBIDDEN && words.contains("violates PodSecurity")) {
            return words + ". The label pod-security.kubernetes.io/enforce of namespace " + guest.namespace()
                    + " forbids it";
        }
        if (refused.getCode() == INVALID && words.contains("metadata.uid") || Refusals.missing(refused)) {
            return "this pod is gone";
        }
        return words;
    }

    private static String patch(Guest guest, List<String> command) {
        ObjectNode patch = JSON.createObjectNode();
        // refuses another pod that took the name
        patch.putObject("metadata").put("uid", guest.uid());
        ObjectNode container =
                patch.putObject("spec").putArray("ephemeralContainers").addObject();
        container.put("name", guest.container()).put("image", guest.image()).put("imagePullPolicy", "IfNotPresent");
        command.forEach(container.putArray("command")::add);
        container.put("stdin", true).put("stdinOnce", true).put("terminationMessagePolicy", "File");
        container.putArray("env").addObject().put("name", Guest.MARK).put("value", guest.container());
        guest.beside().ifPresent(target -> container.put("targetContainerName", target));
        ObjectNode security = container.putObject("securityContext").put("allowPrivilegeEscalation", false);
        ObjectNode capabilities = security.putObject("capabilities");
        capabilities.putArray("drop").add("ALL");
        if (guest.rank() == Guest.Rank.NOBODY) {
            security.put("runAsUser", 65_534).put("runAsNonRoot", true);
            security.putObject("seccompProfile").put("type", "RuntimeDefault");
        } else {
            security.put("runAsUser", 0).put("runAsNonRoot", false);
            guest.rank().capabilities().forEach(capabilities.withArray("add")::add);
        }
        try {
            return JSON.writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the pod, if it still is the very pod. */
    static Optional<Pod> pod(Guest guest) {
        return guest.cluster().pod(guest.namespace(), guest.pod()).filter(pod -> Pods.uid(pod)
                .equals(guest.uid()));
    }

    private static Stream<ContainerState> states(Pod pod, String container) {
        return pod.getStatus().getEphemeralContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .flatMap(status -> Stream.ofNullable(status.getState()));
    }

    /**
     * Tells whether it runs or may still come to run, as the API server knows; a node tells it about a second late. One whose image
     * comes later than we waited for it hears nobody, and so ends without having done anything.
     */
    static boolean runs(Guest guest) {
        return pod(guest)
                .filter(pod -> pod.getSpec().getEphemeralContainers().stream()
                        .anyMatch(container -> container.getName().equals(guest.container())))
                .filter(pod -> states(pod, guest.container())
                        .noneMatch(state -> state.getTerminated() != null || waitsInVain(state)))
                .isPresent();
    }

    private static boolean waitsInVain(ContainerState state) {
        return state.getWaiting() != null
                && HOPELESS.contains(state.getWaiting().getReason());
    }

    /** Returns why it will never run, if that is known. */
    static Optional<String> hopeless(Guest guest) {
        Optional<Pod> pod = pod(guest);
        if (pod.isEmpty()) {
            return Optional.of("the pod is gone");
        }
        return states(pod.get(), guest.container())
                .flatMap(state -> Stream.of(
                                Optional.ofNullable(state.getTerminated()).map(GuestContainers::words),
                                Optional.of(state)
                                        .filter(GuestContainers::waitsInVain)
                                        .map(waiting -> words(guest, waiting.getWaiting())))
                        .flatMap(Optional::stream))
                .findFirst();
    }

    private static String words(ContainerStateTerminated ended) {
        return "it ended with " + ended.getExitCode() + " (" + ended.getReason()
                + (ended.getMessage() == null ? "" : ": " + ended.getMessage()) + ")";
    }

    private static String words(Guest guest, ContainerStateWaiting waiting) {
        return waiting.getReason() + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage()) + " (image "
                + guest.image() + ")";
    }
}
