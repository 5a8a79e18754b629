package dev.reliability.k8s.acceptance;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real cluster: the one of {@code KUBECONFIG}, in a namespace of its own. Its pods are made of the image of
 * {@code RELIABILITY_K8S_IMAGE}, the one that faults run in.
 */
public final class ClusterLab implements Lab {

    private final Path kubeconfig = Path.of(System.getenv("KUBECONFIG"));
    private final String namespace =
            String.format("reliability-%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();

    /** Makes the namespace. */
    public ClusterLab() {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String image() {
        return System.getenv("RELIABILITY_K8S_IMAGE");
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void pod(String name, Optional<String> resolver) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Map.of("app", name))
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("app")
                .withImage(image())
                .withImagePullPolicy("IfNotPresent")
                // its first process cannot be killed from within
                .withCommand("bash", "-c", "sleep 86399 & sleep infinity & wait")
                .withNewSecurityContext()
                .withNewCapabilities()
                .addToAdd("NET_ADMIN")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
        resolver.ifPresent(address -> {
            pod.getSpec().setDnsPolicy("None");
            pod.getSpec()
                    .setDnsConfig(
                            new PodDNSConfigBuilder().withNameservers(address).build());
        });
        client.pods().resource(pod).create();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client.pods().inNamespace(namespace).withName(name).isReady());
    }

    @Override
    public String run(String pod, String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("bash", "-c", script, "lab"));
        words.addAll(Arrays.asList(arguments));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ExecWatch running = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer("app")
                .withReadyWaitTimeout(0)
                .writingOutput(output)
                .writingError(output)
                .exec(words.toArray(String[]::new))) {
            running.exitCode().get(30, TimeUnit.SECONDS);
            return output.toString(StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException("cannot run a command in " + pod, e);
        }
    }

    @Override
    public String address(String pod) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .get()
                .getStatus()
                .getPodIP();
    }

    @Override
    public String host(String pod) {
        return address(pod);
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
