package dev.reliability.k8s.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in as the client of the module sees it. */
class StandInClusterTest {

    private final StandInCluster cluster = new StandInCluster();
    private KubernetesClient client;

    @BeforeEach
    void connect() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.url())
                .withOauthToken(StandInCluster.TOKEN)
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private List<String> ready(int number) {
        await().until(() -> cluster.readyPods("default", "web").size() == number);
        return cluster.readyPods("default", "web");
    }

    @Test
    void replacesDeletedPods() {
        cluster.deployment("default", "web", 2, "web");
        String first = ready(2).get(0);
        client.pods().inNamespace("default").withName(first).delete();
        await().until(() -> !cluster.readyPods("default", "web").contains(first)
                && cluster.readyPods("default", "web").size() == 2);
    }

    @Test
    void refusesToDeleteAnotherPodOfTheSameName() {
        JsonNode pod = cluster.pod("default", "web-1", "web");
        String options = "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"another\"}}";
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.raw("/api/v1/namespaces/default/pods/web-1", "DELETE", options))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(409))
                .withMessageContaining(
                        "Operation cannot be fulfilled on Pod \"web-1\": the UID in the precondition (another)"
                                + " does not match the UID in record ("
                                + pod.at("/metadata/uid").asText() + ")");
    }

    @Test
    void pages() {
        for (int i = 0; i < 5; i++) {
            cluster.pod("default", "web-" + i, "web");
        }
        PodList page = client.pods()
                .inNamespace("default")
                .list(new ListOptionsBuilder().withLimit(2L).build());
        assertThat(page.getItems()).hasSize(2);
        PodList rest = client.pods()
                .inNamespace("default")
                .list(new ListOptionsBuilder()
                        .withLimit(50L)
                        .withContinue(page.getMetadata().getContinue())
                        .build());
        assertThat(rest.getItems()).hasSize(3);
    }

    @Test
    void tellsWatchesWhatHappensUntilTheyAreTooOld() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<WatcherException> ended = new CopyOnWriteArrayList<>();
        Watcher<Pod> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                seen.add(action + " " + pod.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                ended.add(cause);
            }
        };
        client.pods().inNamespace("default").withLabel("app", "web").watch(watcher);
        cluster.pod("default", "web-1", "web");
        cluster.pod("default", "other", "other");
        await().until(() -> seen.contains("ADDED web-1") && seen.contains("MODIFIED web-1"));
        client.pods()
                .inNamespace("default")
                .withName("web-1")
                .withGracePeriod(0)
                .delete();
        await().until(() -> seen.contains("DELETED web-1"));
        assertThat(seen).noneMatch(event -> event.endsWith(" other"));
        cluster.expireWatches();
        cluster.pod("default", "web-2", "web");
        client.pods()
                .inNamespace("default")
                .watch(new ListOptionsBuilder().withResourceVersion("1").build(), watcher);
        await().until(() -> ended.stream().anyMatch(WatcherException::isHttpGone));
    }

    @Test
    void keepsBudgets() {
        cluster.deployment("default", "web", 2, "web");
        String pod = ready(2).get(0);
        cluster.create(
                "PodDisruptionBudget",
                "default",
                "{\"metadata\": {\"name\": \"web\"}, \"spec\": {\"minAvailable\": 2, \"selector\": {\"matchLabels\":"
                        + " {\"app\": \"web\"}}}}");
        assertThat(client.pods().inNamespace("default").withName(pod).evict()).isFalse();
        assertThat(ready(2)).contains(pod);
    }

    @Test
    void refusesWhatPodSecurityForbids() {
        cluster.create(
                "Namespace",
                "",
                "{\"metadata\": {\"name\": \"guarded\", \"labels\": {\"pod-security.kubernetes.io/enforce\":"
                        + " \"baseline\"}}}");
        cluster.pod("guarded", "t1", "web");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.pods()
                        .inNamespace("guarded")
                        .withName("t1")
                        .ephemeralContainers()
                        .edit(pod -> pod.edit()
                                .editSpec()
                                .addNewEphemeralContainer()
                                .withName("fault-1")
                                .withImage("registry.example/agent:1")
                                .withNewSecurityContext()
                                .withNewCapabilities()
                                .addToAdd("NET_ADMIN")
                                .endCapabilities()
                                .endSecurityContext()
                                .endEphemeralContainer()
                                .endSpec()
                                .build()))
                .withMessageContaining("violates PodSecurity \"baseline:latest\"")
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(403));
    }

    @Test
    void refusesWhatIsForbiddenAndWhoIsUnknown() {
        cluster.forbid("list pods");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.pods().inNamespace("default").list())
                .withMessageContaining(
                        "pods is forbidden: User \"tester\" cannot list resource \"pods\" in API group \"\""
                                + " in the namespace \"default\"");
        cluster.forgetToken();
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.pods().inNamespace("default").list())
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(401));
    }

    @Test
    void namesTheEndpointsOfServices() {
        cluster.deployment("default", "web", 1, "web");
        cluster.service("default", "web", "web");
        ready(1);
        await().until(() -> client
                        .discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace("default")
                        .withLabels(Map.of("kubernetes.io/service-name", "web"))
                        .list()
                        .getItems()
                        .stream()
                        .flatMap(slice -> slice.getEndpoints().stream())
                        .filter(endpoint -> endpoint.getConditions().getReady())
                        .count()
                == 1);
    }

    @Test
    void endsWhatALeaseOwns() {
        JsonNode job = cluster.create(
                "Job",
                "default",
                "{\"metadata\": {\"name\": \"lease\"}, \"spec\": {\"activeDeadlineSeconds\": 1,"
                        + " \"ttlSecondsAfterFinished\": 0}}");
        cluster.create(
                "NetworkPolicy",
                "default",
                "{\"metadata\": {\"name\": \"cut\", \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\","
                        + " \"name\": \"lease\", \"uid\": \""
                        + job.at("/metadata/uid").asText() + "\"}]}}");
        await().until(() -> cluster.find("NetworkPolicy", "default", "cut").isEmpty());
    }

    @Test
    void runsEphemeralContainersAsProcesses() throws Exception {
        cluster.pod("default", "web-1", "web");
        client.pods()
                .inNamespace("default")
                .withName("web-1")
                .ephemeralContainers()
                .edit(pod -> pod.edit()
                        .editSpec()
                        .addNewEphemeralContainer()
                        .withName("fault-1")
                        .withImage("registry.example/agent:1")
                        .withCommand("bash", "-c", "while read -r line; do echo \"ack $line\"; done; echo gone")
                        .withStdin(true)
                        .withStdinOnce(true)
                        .endEphemeralContainer()
                        .endSpec()
                        .build());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch attached = client.pods()
                .inNamespace("default")
                .withName("web-1")
                .inContainer("fault-1")
                .redirectingInput()
                .writingOutput(out)
                .attach()) {
            attached.getInput().write("one\n".getBytes(StandardCharsets.UTF_8));
            attached.getInput().flush();
            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("ack one"));
        }
        await().until(
                        () -> client
                                .pods()
                                .inNamespace("default")
                                .withName("web-1")
                                .get()
                                .getStatus()
                                .getEphemeralContainerStatuses()
                                .stream()
                                .anyMatch(status -> status.getState().getTerminated() != null));
    }
}
