package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.internal.cli.Main;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.SharedClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes workloads in a cluster, and looks at them past the code under test. */
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
abstract class WorkloadTests {

    static final Duration SOON = Duration.ofSeconds(60);

    private final List<HasMetadata> made = new ArrayList<>();

    @TempDir
    private Path directory;

    private Lab lab;

    abstract Lab open(Path scratch) throws IOException;

    @BeforeAll
    void build(@TempDir Path scratch) throws IOException {
        lab = open(scratch);
    }

    @AfterAll
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void remove() {
        SharedClients.closeAll();
        made.forEach(object -> client().resource(object).delete());
        made.clear();
        await().atMost(SOON).until(() -> pods("web").isEmpty() && pods("spare").isEmpty());
    }

    final Path directory() {
        return directory;
    }

    final Lab lab() {
        return lab;
    }

    final KubernetesClient client() {
        return lab.client();
    }

    final void make(String yaml) {
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(lab.namespace())
                .create()
                .forEach(made::add);
    }

    final void workload(String kind, String name, int replicas) {
        make(
                """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: %s, labels: {app: %s}}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      automountServiceAccountToken: false
                      containers:
                        - {name: app, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, infinity]}
                """
                        .formatted(kind, name, name, replicas, name, name, lab.image()));
        ready(name, replicas);
    }

    final void budget(int least) {
        make(
                """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: kept}
                spec: {minAvailable: %d, selector: {matchLabels: {app: web}}}
                """
                        .formatted(least));
        await().atMost(SOON).until(() -> {
            PodDisruptionBudgetStatus status = client().policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(lab.namespace())
                    .withName("kept")
                    .get()
                    .getStatus();
            return status != null && Integer.valueOf(2).equals(status.getCurrentHealthy());
        });
    }

    final List<Pod> pods(String app) {
        return client().pods()
                .inNamespace(lab.namespace())
                .withLabel("app", app)
                .list()
                .getItems();
    }

    /** The pods that serve, names by key. */
    final Map<String, String> serving(String app) {
        Map<String, String> serving = new TreeMap<>();
        pods(app).stream()
                .filter(pod -> Readiness.isPodReady(pod) && pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> serving.put(
                        pod.getMetadata().getUid(), pod.getMetadata().getName()));
        return serving;
    }

    final Map<String, String> ready(String app, int number) {
        await().atMost(SOON).until(() -> serving(app).size() == number);
        return serving(app);
    }

    final int replicas() {
        return client().apps()
                .deployments()
                .inNamespace(lab.namespace())
                .withName("web")
                .get()
                .getSpec()
                .getReplicas();
    }

    final String node() {
        return pods("web").get(0).getSpec().getNodeName();
    }

    final boolean cordoned(String node) {
        return Boolean.TRUE.equals(
                client().nodes().withName(node).get().getSpec().getUnschedulable());
    }

    final Stream<? extends HasMetadata> touched() {
        return Stream.of(
                        client().apps()
                                .deployments()
                                .inNamespace(lab.namespace())
                                .list()
                                .getItems(),
                        client().apps()
                                .replicaSets()
                                .inNamespace(lab.namespace())
                                .list()
                                .getItems(),
                        client().apps()
                                .statefulSets()
                                .inNamespace(lab.namespace())
                                .list()
                                .getItems(),
                        client().autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace(lab.namespace())
                                .list()
                                .getItems(),
                        client().pods().inNamespace(lab.namespace()).list().getItems(),
                        client().nodes().list().getItems())
                .flatMap(List::stream);
    }

    final void assertNothingIsLeft() {
        assertThat(touched()).allSatisfy(object -> {
            assertThat(object.getMetadata().toString())
                    .doesNotContain(Marks.ANNOTATION)
                    .doesNotContain(Marks.LABEL)
                    .doesNotContain("pod-deletion-cost");
        });
        assertThat(client().nodes().list().getItems())
                .noneMatch(node -> cordoned(node.getMetadata().getName()));
    }

    final String inNamespace(String what) {
        return "k8s:" + lab.namespace() + "/" + what;
    }

    final ExperimentBuilder experiment(String target) {
        return Controller.experiment(lab.kubeconfig(), lab.image(), directory).target("web", target);
    }

    final HorizontalPodAutoscalerSpec limits() {
        return client().autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(lab.namespace())
                .withName("scaler")
                .get()
                .getSpec();
    }

    final void kill(String kind, String target, Callable<Boolean> once) throws Exception {
        Process attacker = Attacker.start(lab, directory, kind, target);
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> {
                assertThat(attacker.isAlive())
                        .as(Files.readString(directory.resolve("attacker.log")))
                        .isTrue();
                return once.call();
            });
        } finally {
            attacker.destroyForcibly().waitFor();
        }
    }

    final void sweep(String target) {
        assertThat(Main.run(
                        "sweep",
                        "--state",
                        directory.resolve("another").toString(),
                        "-D",
                        "KUBECONFIG=" + lab.kubeconfig(),
                        "--target",
                        target))
                .isZero();
    }
}
