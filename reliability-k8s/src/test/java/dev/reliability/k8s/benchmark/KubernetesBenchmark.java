package dev.reliability.k8s.benchmark;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.k8s.K8sAuthority;
import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.Observation;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Right;
import dev.reliability.spi.SharedClients;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Pods of a mock server, selected and deleted by the fault and by the bare client one after the other; and what it takes from the
 * start of a JVM to the first answer, of the bare client and of the module with its rights.
 *
 * <pre>mvn -q -pl reliability-k8s -am -Pbenchmark-kubernetes test-compile</pre>
 */
public final class KubernetesBenchmark {

    private static final int PODS = Integer.getInteger("pods", 1000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int STARTS = Integer.getInteger("starts", 5);

    private KubernetesBenchmark() {}

    /** Measures, or with an argument starts once: {@code client KUBECONFIG} or {@code module KUBECONFIG}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            start(arguments[0].equals("module"), Path.of(arguments[1]));
            return;
        }
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.printf(
                    Locale.ROOT,
                    "%d pods selected and deleted: bare client %.2f s, fault %.2f s (injected and proven)%n",
                    PODS,
                    bare(),
                    fault());
        }
        Path directory = Files.createTempDirectory("reliability-benchmark");
        try (StandInCluster cluster = filled(1)) {
            Path kubeconfig = cluster.kubeconfig(directory);
            double client = median("client", kubeconfig);
            double module = median("module", kubeconfig);
            System.out.printf(
                    Locale.ROOT,
                    "start of a JVM to the first answer: bare client %.2f s, module with its rights %.2f s: %.2f times%n",
                    client,
                    module,
                    module / client);
        }
    }

    private static StandInCluster filled(int pods) throws InterruptedException {
        StandInCluster cluster = new StandInCluster();
        cluster.deployment("default", "web", pods, "web");
        while (cluster.readyPods("default", "web").size() < pods) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        cluster.replacePods(false);
        return cluster;
    }

    private static double bare() throws Exception {
        try (StandInCluster cluster = filled(PODS);
                KubernetesClient client = client(cluster.kubeconfig(Files.createTempDirectory("bare")))) {
            client.pods().inNamespace("default").withLabel("app", "none").list();
            long begin = System.nanoTime();
            List<Pod> pods = client.pods()
                    .inNamespace("default")
                    .withLabel("app", "web")
                    .list()
                    .getItems();
            for (Pod pod : pods) {
                client.pods()
                        .inNamespace("default")
                        .withName(pod.getMetadata().getName())
                        .delete();
            }
            while (!client.pods()
                    .inNamespace("default")
                    .withLabel("app", "web")
                    .list()
                    .getItems()
                    .isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return seconds(begin);
        }
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static double fault() throws Exception {
        Path directory = Files.createTempDirectory("fault");
        try (StandInCluster cluster = filled(PODS)) {
            ExperimentResult result = experiment(cluster.kubeconfig(directory), directory)
                    .attack(FaultSpec.of("termination", "k8s:default/app=web"))
                    .evaluate(() -> cluster.replacePods(true));
            SharedClients.closeAll();
            FaultResult fault = result.faults().get(0);
            return fault.bittenAfter()
                            .orElseThrow(() -> new IllegalStateException(result.message()))
                            .toMillis()
                    / 1e3;
        }
    }

    private static ExperimentBuilder experiment(Path kubeconfig, Path directory) {
        return Reliability.experiment("benchmark")
                .property("KUBECONFIG", kubeconfig.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .steadyState(SteadyStateSpec.probe(
                                "none",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "yes", "yes")))
                        .every("20ms"));
    }

    /** What a JVM does that only starts: the client asks for pods; the module finds a target, its pods and its rights. */
    private static void start(boolean module, Path kubeconfig) throws Exception {
        if (!module) {
            try (KubernetesClient client = client(kubeconfig)) {
                client.pods().inNamespace("default").withLabel("app", "web").list();
            }
            return;
        }
        PlanContext context = new PlanContext() {
            @Override
            public Optional<String> value(String name) {
                return name.equals(Access.KUBECONFIG) ? Optional.of(kubeconfig.toString()) : Optional.empty();
            }

            @Override
            public String fill(String text) {
                return text;
            }
        };
        Cluster cluster = Cluster.of(Access.choose(context::value, Optional.empty()));
        cluster.pods("default", "app=web");
        Set<Right> rights = Set.of(
                cluster.right("list", "pods", "default"),
                cluster.right("get", "pods", "default"),
                cluster.right("delete", "pods", "default"));
        if (!new K8sAuthority().missing(rights, context).isEmpty()) {
            throw new IllegalStateException("rights are missing");
        }
        SharedClients.closeAll();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(String what, Path kubeconfig) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KubernetesBenchmark.class.getName(),
                            what,
                            kubeconfig.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(what + " did not start");
            }
            all.add(seconds(begin));
        }
        all.sort(Comparator.naturalOrder());
        return all.get(all.size() / 2);
    }
}
