package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.Observation;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminatePodsTest {

    private final StandInCluster cluster = new StandInCluster();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    private ExperimentBuilder experiment(String target) {
        return experiment(FaultSpec.of("termination", target));
    }

    private ExperimentBuilder experiment(FaultSpec fault) {
        return Reliability.experiment("pods are replaced")
                .property("KUBECONFIG", cluster.kubeconfig(directory).toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .steadyState(SteadyStateSpec.probe(
                                "a pod is ready",
                                context -> timeout -> CompletableFuture.completedFuture(new Observation(
                                        !cluster.readyPods("default", "web").isEmpty(), "a pod", "none")))
                        .every("20ms")
                        .outage("250ms"))
                .attack(fault);
    }

    private List<String> deployed(int replicas) {
        cluster.deployment("default", "web", replicas, "web");
        await().until(() -> cluster.readyPods("default", "web").size() == replicas);
        return cluster.readyPods("default", "web");
    }

    @Test
    void deletesThePodsAndSeesThemReplaced() {
        List<String> before = deployed(2);
        cluster.pod("default", "other", "other");
        ExperimentResult result = experiment("k8s:default/app=web").evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(cluster.readyPods("default", "web")).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(cluster.find("Pod", "default", "other")).isPresent();
        assertThat(cluster.asked()).contains("delete pods").doesNotContain("deletecollection pods");
    }

    @Test
    void provesNothingWherePodsDoNotGo() {
        deployed(1);
        cluster.stubborn("web");
        FaultSpec patient = FaultSpec.of("termination", "k8s:default/app=web").time("gracePeriod", "10m");
        ExperimentResult result = experiment(patient.duration("1s")).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("termination of k8s:default/app=web ended no pod");
    }

    @Test
    void isRefusedBeforeAnythingIsTouchedWhereARightIsMissing() {
        List<String> before = deployed(1);
        cluster.forbid("delete pods");
        assertThatThrownBy(() -> experiment("k8s:default/app=web").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("context \"stand-in\" may not delete pods (namespace default)");
        assertThat(cluster.readyPods("default", "web")).isEqualTo(before);
    }

    @Test
    void isAnErrorWhereTheServerRefuses() {
        deployed(1);
        cluster.fail("delete pods", 500);
        ExperimentResult result = experiment("k8s:default/app=web").evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("could not be injected");
    }

    @Test
    void refusesASelectorThatMatchesNothing() {
        assertThatThrownBy(() -> experiment("k8s:default/app=nobody").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("stands for no pod: app=nobody matches nothing in namespace default of context"
                        + " \"stand-in\"");
    }

    @Test
    void refusesPodsThatNobodyReplaces() {
        cluster.pod("default", "alone", "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
        assertThatThrownBy(() -> experiment("k8s:default/pod/alone").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("nothing replaces alone");
    }
}
