package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainNodeTest extends ClusterTests {

    private static final FaultSpec DRAIN = FaultSpec.of("drain", "k8s:node/node1");

    private void secondNode() {
        cluster.create(
                "Node",
                "",
                "{\"metadata\": {\"name\": \"node2\"}, \"spec\": {}, \"status\": {\"conditions\":"
                        + " [{\"type\": \"Ready\", \"status\": \"True\"}]}}");
    }

    private void budget(int least) {
        cluster.create(
                "PodDisruptionBudget",
                "default",
                "{\"metadata\": {\"name\": \"kept\"}, \"spec\": {\"minAvailable\": " + least
                        + ", \"selector\": {\"matchLabels\": {\"app\": \"web\"}}}}");
        await().until(() -> object("PodDisruptionBudget", "kept")
                        .at("/status/currentHealthy")
                        .asInt()
                == 2);
    }

    private boolean cordoned() {
        return object("Node", "node1").at("/spec/unschedulable").asBoolean();
    }

    private List<String> nodes() {
        return cluster.list("Pod", "default").stream()
                .map(pod -> pod.at("/spec/nodeName").asText())
                .distinct()
                .toList();
    }

    @Test
    void movesThePodsToAnotherNodeAndSparesTheSystem() {
        List<String> before = deployed(2);
        cluster.deployment("kube-system", "dns", 1, "dns");
        await().until(() -> cluster.readyPods("kube-system", "dns").size() == 1);
        List<String> system = cluster.readyPods("kube-system", "dns");
        secondNode();
        ExperimentResult result = experiment(DRAIN).evaluate(() -> {
            assertThat(cordoned()).isTrue();
            // an evicted pod stays listed until it has ended
            await().untilAsserted(() -> assertThat(nodes()).containsExactly("node2"));
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(ready(2)).doesNotContainAnyElementsOf(before);
        assertThat(cluster.readyPods("kube-system", "dns")).isEqualTo(system);
        assertThat(cluster.asked()).contains("create pods/eviction").doesNotContain("delete pods");
        assertNothingIsLeft();
    }

    @Test
    void isNoPassWhereSomebodyElseUncordonsTheNode() {
        deployed(2);
        secondNode();
        ExperimentResult result = experiment(DRAIN)
                .evaluate(() -> cluster.change(
                        "Node", "", "node1", node -> node.withObject("/spec").remove("unschedulable")));
        assertThat(result.message())
                .startsWith("ERROR: drain of k8s:node/node1 ended by itself")
                .contains("somebody else uncordoned node node1");
        assertNothingIsLeft();
    }

    @Test
    void evictsOneAfterTheOtherWhereABudgetAllowsOneAtATime() {
        List<String> before = deployed(2);
        secondNode();
        budget(1);
        ExperimentResult result = experiment(DRAIN).evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(ready(2)).doesNotContainAnyElementsOf(before);
        assertNothingIsLeft();
    }

    @Test
    void isRefusedByABudgetThatAllowsNothing() {
        List<String> before = deployed(2);
        budget(2);
        assertThatThrownBy(() -> experiment(DRAIN).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("the disruption budget kept allows none of its pods to go now: it needs 2 healthy"
                        + " ones and has 2 (namespace default)");
        assertThat(cordoned()).isFalse();
        assertThat(ready(2)).isEqualTo(before);
    }

    @Test
    void provesNothingWhereABudgetForbidsItMeanwhile() {
        List<String> before = deployed(2);
        cluster.fail("create pods/eviction", 429);
        ExperimentResult result = experiment(DRAIN.duration("1s")).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("drain of k8s:node/node1 evicted no pod");
        assertThat(ready(2)).isEqualTo(before);
        assertNothingIsLeft();
    }

    @Test
    void refusesPodsThatNobodyReplacesAndNodesThatAreCordoned() {
        cluster.pod("default", "alone", "web");
        ready(1);
        assertThatThrownBy(() -> experiment(DRAIN).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("nothing replaces default/alone");
        cluster.change("Node", "", "node1", node -> node.withObject("/spec").put("unschedulable", true));
        assertThatThrownBy(() -> experiment(DRAIN).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("k8s:node/node1 is cordoned already");
    }

    @Test
    void isUndoneByASweepFromAnotherMachineAfterTheControllerWasKilled() throws Exception {
        deployed(2);
        Process controller = fork(
                AttackMain.class,
                cluster.kubeconfig(directory).toString(),
                directory.toString(),
                "drain",
                "k8s:node/node1");
        killWhen(controller, this::cordoned);
        assertThat(sweep("k8s:node/node1")).isZero();
        assertThat(cordoned()).isFalse();
        ready(2);
        assertNothingIsLeft();
    }

    @Test
    void restartsAWorkloadPodByPod() {
        List<String> before = deployed(2);
        ExperimentResult result = experiment(FaultSpec.of("rollout restart", "k8s:default/deployment/web"))
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(ready(2)).doesNotContainAnyElementsOf(before);
    }

    @Test
    void restartsNothingThatNobodyRollsOut() {
        cluster.pod("default", "alone", "web");
        ready(1);
        assertThatThrownBy(() -> experiment(FaultSpec.of("rollout restart", "k8s:default/app=web"))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("nothing rolls alone out again");
    }
}
