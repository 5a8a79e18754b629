package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.k8s.internal.mark.Marks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleDownTest extends ClusterTests {

    private ExperimentBuilder shutdown(String target, String select) {
        return experiment(FaultSpec.shutdown("greeter"))
                .property("target.greeter", target)
                .property("target.greeter.select", select)
                .property("target.greeter.seed", "7");
    }

    private void statefulSet(int replicas) {
        cluster.create(
                "StatefulSet",
                "default",
                """
                {"metadata": {"name": "db"}, "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "web"}},
                 "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "db"}]}}}}
                """
                        .formatted(replicas));
        ready(replicas);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s:default/app=web", "k8s:default/deployment/web"})
    void takesOneOfTwoPodsAwayAndBringsItBack(String address) {
        List<String> before = deployed(2);
        cluster.deployment("default", "other", 1, "other");
        List<Integer> during = new ArrayList<>();
        ExperimentResult result = shutdown(address, "one").evaluate(() -> {
            during.add(cluster.readyPods("default", "web").size());
            during.add(replicas());
            during.add(object("Deployment", "other").at("/spec/replicas").asInt());
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during).containsExactly(1, 1, 1);
        assertThat(ready(2)).containsAnyElementsOf(before);
        assertThat(replicas()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void takesTheVeryPodThatIsNamed() {
        String second = deployed(3).get(1);
        ExperimentResult result = shutdown("k8s:default/pod/" + second, "all").evaluate(() -> {
            assertThat(cluster.readyPods("default", "web")).hasSize(2).doesNotContain(second);
        });
        assertThat(result.message()).startsWith("PASSED");
        ready(3);
        assertNothingIsLeft();
    }

    @Test
    void takesTheLastPodsOfAStatefulSet() {
        statefulSet(3);
        ExperimentResult result = shutdown("k8s:default/statefulset/db", "2")
                .evaluate(() -> assertThat(cluster.readyPods("default", "web")).containsExactly("db-0"));
        assertThat(result.message()).startsWith("PASSED");
        ready(3);
        assertNothingIsLeft();
    }

    @Test
    void refusesAPodOfAStatefulSetThatIsNotTheLast() {
        statefulSet(2);
        assertThatThrownBy(() -> shutdown("k8s:default/pod/db-0", "all").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("scaling statefulset db down ends db-1, not db-0");
    }

    @Test
    void keepsAnAutoscalerFromUndoingIt() {
        deployed(3);
        cluster.create(
                "HorizontalPodAutoscaler",
                "default",
                "{\"metadata\": {\"name\": \"scaler\"}, \"spec\": {\"minReplicas\": 2, \"maxReplicas\": 5,"
                        + " \"scaleTargetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}}");
        ExperimentResult result = shutdown("k8s:default/app=web", "2").evaluate(() -> {
            assertThat(object("HorizontalPodAutoscaler", "scaler")
                            .at("/spec/maxReplicas")
                            .asInt())
                    .isEqualTo(1);
            assertThat(replicas()).isEqualTo(1);
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(object("HorizontalPodAutoscaler", "scaler").path("spec").toString())
                .contains("\"minReplicas\":2", "\"maxReplicas\":5");
        ready(3);
        assertNothingIsLeft();
    }

    @Test
    void leavesWhatSomebodyElseScaledMeanwhile() {
        deployed(2);
        ExperimentResult result = shutdown("k8s:default/app=web", "one")
                .evaluate(() -> cluster.change("Deployment", "default", "web", web -> web.withObject("/spec")
                        .put("replicas", 4)));
        assertThat(replicas()).isEqualTo(4);
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains("shutdown of greeter ended by itself")
                .contains("somebody else scaled deployment web from 1 to 4")
                .contains("nothing left behind");
        ready(4);
        assertNothingIsLeft();
    }

    @Test
    void endsAtOnceWhereSomebodyElseEndsIt() {
        deployed(2);
        ExperimentResult result = experiment(FaultSpec.shutdown("greeter").duration("10m"))
                .property("target.greeter", "k8s:default/app=web")
                .property("target.greeter.select", "one")
                .evaluate(() -> cluster.change("Deployment", "default", "web", web -> web.withObject("/spec")
                        .put("replicas", 2)));
        assertThat(result.message())
                .startsWith("ERROR: shutdown of greeter ended by itself")
                .contains("somebody else scaled deployment web from 1 to 2");
        assertNothingIsLeft();
    }

    @Test
    void refusesPodsThatNobodyBringsBack() {
        cluster.pod("default", "alone", "web");
        ready(1);
        assertThatThrownBy(() -> shutdown("k8s:default/app=web", "all").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("nothing brings alone back");
    }

    @Test
    void refusesToGoPastABudgetUnlessTheProfileSaysSo() {
        deployed(2);
        cluster.create(
                "PodDisruptionBudget",
                "default",
                "{\"metadata\": {\"name\": \"two\"}, \"spec\": {\"minAvailable\": 2, \"selector\": {\"matchLabels\":"
                        + " {\"app\": \"web\"}}}}");
        await().until(() -> object("PodDisruptionBudget", "two")
                        .at("/status/currentHealthy")
                        .asInt()
                == 2);
        assertThatThrownBy(() -> shutdown("k8s:default/app=web", "one").evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("the disruption budget two allows none of its pods to go now: it needs 2 healthy"
                        + " ones and has 2; target.greeter.budgets = ignore goes past it");
        assertThat(shutdown("k8s:default/app=web", "one")
                        .property("target.greeter.budgets", "ignore")
                        .evaluate(() -> {})
                        .message())
                .startsWith("PASSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "one"})
    void isPutBackByASweepFromAnotherMachineAfterTheControllerWasKilled(String select) throws Exception {
        deployed(2);
        Process controller = fork(
                AttackMain.class,
                cluster.kubeconfig(directory).toString(),
                directory.toString(),
                "shutdown",
                "k8s:default/app=web",
                select);
        killWhen(controller, () -> replicas() < 2);
        assertThat(sweep("k8s:default/app=web")).isZero();
        assertThat(replicas()).isEqualTo(2);
        ready(2);
        assertNothingIsLeft();
    }

    @Test
    void isPutBackByTheNextRunOfTheSameMachine() throws Exception {
        deployed(2);
        Process controller = fork(
                AttackMain.class,
                cluster.kubeconfig(directory).toString(),
                directory.toString(),
                "shutdown",
                "k8s:default/app=web");
        killWhen(controller, () -> replicas() == 0);
        ExperimentResult result = shutdown("k8s:default/app=web", "one")
                .evaluate(() -> assertThat(replicas()).isEqualTo(1));
        assertThat(result.message()).startsWith("PASSED");
        ready(2);
        assertNothingIsLeft();
    }

    /** A mark as a run of another machine leaves it. */
    private void mark(String until) {
        cluster.change("Deployment", "default", "web", web -> {
            web.withObject("/spec").put("replicas", 0);
            web.withObject("/metadata/labels").put(Marks.LABEL, "abc");
            web.withObject("/metadata/annotations")
                    .put(
                            Marks.ANNOTATION,
                            "{\"id\": \"abc\", \"fault\": \"shutdown of greeter\", \"target\": \"k8s:default/app=web\","
                                    + " \"by\": \"ci on elsewhere\", \"until\": \"" + until
                                    + "\", \"before\": {\"replicas\": 2}, \"after\": {\"replicas\": 0}, \"pods\": []}");
        });
        await().until(() -> cluster.readyPods("default", "web").isEmpty());
    }

    @Test
    void endsFirstWhatADeadRunOfAnotherMachineLeft() {
        deployed(2);
        mark("2026-01-01T00:00:00Z");
        ExperimentResult result = shutdown("k8s:default/app=web", "one")
                .evaluate(() -> assertThat(replicas()).isEqualTo(1));
        assertThat(result.message()).startsWith("PASSED");
        ready(2);
        assertNothingIsLeft();
    }

    @Test
    void doesNotAttackWhatAnotherRunAttacks() {
        deployed(2);
        mark("2126-01-01T00:00:00Z");
        ExperimentResult result = shutdown("k8s:default/app=web", "one").evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains("deployment web is under attack by ci on elsewhere: shutdown of greeter, until"
                        + " 2126-01-01T00:00:00Z at the latest. If that run is dead, end what it left with: ")
                .contains("sweep --target k8s:default/app=web");
        assertThat(replicas()).isZero();
        assertThat(object("Deployment", "web").toString()).contains(Marks.ANNOTATION);
    }

    @Test
    void isRevertedOnceTheServerAnswersAgain() {
        deployed(2);
        ExperimentResult result = shutdown("k8s:default/app=web", "one").evaluate(() -> {
            cluster.fail("patch deployments.apps", 503);
            Thread recovery = new Thread(() -> {
                await().until(() -> cluster.asked().stream()
                                .filter("patch deployments.apps"::equals)
                                .count()
                        >= 4);
                cluster.recover();
            });
            recovery.start();
        });
        assertThat(result.message()).startsWith("PASSED");
        ready(2);
        assertNothingIsLeft();
    }
}
