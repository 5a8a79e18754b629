package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.cli.Main;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.Observation;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests against the stand-in have in common. */
abstract class ClusterTests {

    static final List<String> KINDS = List.of(
            "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "HorizontalPodAutoscaler", "Pod", "Node", "Job");

    final StandInCluster cluster = new StandInCluster();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    Path state() {
        return directory.resolve("state");
    }

    /** An experiment that passes if its fault does as it should. */
    ExperimentBuilder experiment(FaultSpec fault) {
        return experiment(cluster.kubeconfig(directory), directory).attack(fault);
    }

    /** The same without a fault, for another JVM as well. */
    static ExperimentBuilder experiment(Path kubeconfig, Path directory) {
        return Reliability.experiment("nobody misses anything")
                .property("KUBECONFIG", kubeconfig.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .steadyState(SteadyStateSpec.probe(
                                "users",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "an answer", "one")))
                        .every("20ms"));
    }

    List<String> deployed(int replicas) {
        cluster.deployment("default", "web", replicas, "web");
        return ready(replicas);
    }

    List<String> ready(int replicas) {
        await().until(() -> cluster.readyPods("default", "web").size() == replicas);
        return cluster.readyPods("default", "web");
    }

    ObjectNode object(String kind, String name) {
        return cluster.find(kind, kind.equals("Node") ? "" : "default", name).orElseThrow();
    }

    int replicas() {
        return object("Deployment", "web").at("/spec/replicas").asInt();
    }

    void assertNothingIsLeft() {
        for (String kind : KINDS) {
            cluster.list(kind, "")
                    .forEach(object -> assertThat(object.path("metadata").toString())
                            .doesNotContain(Marks.ANNOTATION)
                            .doesNotContain(Marks.LABEL)
                            .doesNotContain("pod-deletion-cost"));
        }
        cluster.list("Node", "")
                .forEach(node ->
                        assertThat(node.at("/spec/unschedulable").asBoolean()).isFalse());
    }

    /** Runs the command that an operator would, on a machine that knows nothing of any run. */
    int sweep(String target) {
        return Main.run(
                "sweep",
                "--state",
                directory.resolve("another").toString(),
                "-D",
                "KUBECONFIG=" + cluster.kubeconfig(directory),
                "--target",
                target);
    }

    /** Starts another JVM with this class path. */
    Process fork(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("fork.log").toFile())
                .start();
    }

    /** Kills a JVM that attacks, as soon as something is so. */
    void killWhen(Process controller, java.util.concurrent.Callable<Boolean> soon) throws Exception {
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(controller.isAlive())
                        .as("the controller lives; see %s", directory.resolve("fork.log"))
                        .isTrue();
                return soon.call();
            });
        } finally {
            controller.destroyForcibly().waitFor();
        }
    }
}
