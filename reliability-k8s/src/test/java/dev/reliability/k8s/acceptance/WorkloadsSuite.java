package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.cli.Main;
import dev.reliability.k8s.RolloutRestartAttack;
import dev.reliability.k8s.SteadyDeployments;
import dev.reliability.k8s.SteadyNodes;
import dev.reliability.k8s.SteadyPods;
import dev.reliability.k8s.internal.mark.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What becomes of workloads and their node depends on controllers that are not ours. */
@Tag("acceptance")
abstract class WorkloadsSuite extends WorkloadTests {

    /** Reasons of the events about the pods of a node that is drained. */
    abstract List<String> eventsOfADrain();

    @Test
    void theVeryPodThatIsNamedStaysAway() {
        workload("Deployment", "web", 3);
        Map<String, String> before = serving("web");
        String second = List.copyOf(before.keySet()).get(1);
        ExperimentResult result = experiment(inNamespace("pod/" + before.get(second)))
                .attack(FaultSpec.shutdown("web").duration("2s"))
                .evaluate(() -> {
                    assertThat(ready("web", 2)).doesNotContainKey(second);
                    assertThat(before).containsAllEntriesOf(serving("web"));
                    await().atMost(SOON).until(() -> client()
                            .apps()
                            .replicaSets()
                            .inNamespace(lab().namespace())
                            .withLabel("app", "web")
                            .list()
                            .getItems()
                            .stream()
                            .anyMatch(set -> set.getMetadata().getAnnotations().containsKey(Marks.ANNOTATION)));
                });
        assertThat(result.message()).startsWith("PASSED");
        ready("web", 3);
        assertNothingIsLeft();
    }

    @Test
    void anAutoscalerDoesNotUndoIt() {
        workload("Deployment", "web", 3);
        make(
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: scaler}
                spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
                """);
        ExperimentResult result = experiment(inNamespace("app=web"))
                .property("target.web.select", "2")
                .attack(FaultSpec.shutdown("web").duration("2s"))
                .evaluate(() -> {
                    assertThat(limits().getMaxReplicas()).isEqualTo(1);
                    ready("web", 1);
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(limits().getMinReplicas()).isEqualTo(2);
        assertThat(limits().getMaxReplicas()).isEqualTo(5);
        ready("web", 3);
        assertNothingIsLeft();
    }

    @Test
    void theLastPodsOfAStatefulSetGo() {
        workload("StatefulSet", "web", 3);
        ExperimentResult result = experiment(inNamespace("statefulset/web"))
                .property("target.web.select", "2")
                .attack(FaultSpec.shutdown("web").duration("2s"))
                .evaluate(() -> assertThat(ready("web", 1)).containsValue("web-0"));
        assertThat(result.message()).startsWith("PASSED");
        ready("web", 3);
        assertNothingIsLeft();
    }

    @Test
    void aBudgetThatAllowsNothingIsRespected() {
        workload("Deployment", "web", 2);
        budget(2);
        for (String[] attack : new String[][] {
            {"shutdown", inNamespace("app=web")},
            {"termination", inNamespace("app=web")},
            {"drain", "k8s:node/" + node()}
        }) {
            assertThatThrownBy(() -> experiment(attack[1])
                            .attack(FaultSpec.of(attack[0], "web"))
                            .evaluate(() -> {}))
                    .as(attack[0])
                    .isInstanceOf(InvalidPlanException.class)
                    .hasMessageContaining("the disruption budget kept allows none of its pods to go now: it needs 2"
                            + " healthy ones and has 2");
        }
        ready("web", 2);
        assertNothingIsLeft();
    }

    @Test
    void aDrainedNodeIsEmptyAndThenUsedAgain() {
        workload("Deployment", "web", 2);
        Map<String, String> before = serving("web");
        String node = node();
        ExperimentBuilder experiment = experiment("k8s:node/" + node)
                .attack(FaultSpec.of("drain", "web").duration("2s"))
                .expect(AlarmSpec.of("k8s-condition:" + lab().namespace() + "/Deployment/web#Available=False", "20s"));
        for (String reason : eventsOfADrain()) {
            experiment.expect(AlarmSpec.of("k8s-event:" + lab().namespace() + "/Pod/web-*#" + reason, "20s"));
        }
        ExperimentResult result = experiment.evaluate(() -> {
            assertThat(cordoned(node)).isTrue();
            assertThat(serving("web")).isEmpty();
        });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.alarms()).hasSize(1 + eventsOfADrain().size());
        assertThat(ready("web", 2)).doesNotContainKeys(before.keySet().toArray(String[]::new));
        assertNothingIsLeft();
    }

    @Test
    void whatABudgetKeepsOnANodeIsTold() {
        workload("Deployment", "web", 2);
        budget(1);
        String node = node();
        ExperimentResult result = experiment("k8s:node/" + node)
                .attack(FaultSpec.of("drain", "web").duration("2s"))
                .evaluate(() -> {});
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .contains("still serves on " + node
                        + ": The disruption budget kept needs 1 healthy pods and has 1 currently");
        ready("web", 2);
        assertNothingIsLeft();
    }

    @Test
    void aServiceMovesToOtherPods() {
        workload("Deployment", "web", 2);
        workload("Deployment", "spare", 1);
        make(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: front}
                spec: {selector: {app: web}, ports: [{port: 8080}]}
                """);
        ExperimentResult result = experiment(inNamespace("deployment/web"))
                .target("spare", inNamespace("deployment/spare"))
                .attack(FaultSpec.shutdown("web"))
                .expect(FailoverSpec.of("k8s-service:" + lab().namespace() + "/front", "web", "spare", "20s"))
                .evaluate(() -> {
                    ready("web", 0);
                    client().services()
                            .inNamespace(lab().namespace())
                            .withName("front")
                            .edit(service -> service.edit()
                                    .editSpec()
                                    .withSelector(Map.of("app", "spare"))
                                    .endSpec()
                                    .build());
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.failovers()).hasSize(1);
        ready("web", 2);
        assertNothingIsLeft();
    }

    @Test
    void annotationsPassWherePodsAreReplaced() {
        workload("Deployment", "web", 2);
        Map<String, String> before = serving("web");
        List<Event> finished = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Restarted.class))
                .configurationParameter("KUBECONFIG", lab().kubeconfig().toString())
                .configurationParameter("lab.namespace", lab().namespace())
                .configurationParameter("target.web", inNamespace("deployment/web"))
                .configurationParameter(
                        "reliability.state", directory().resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory().resolve("reports").toString())
                .execute()
                .testEvents()
                .finished()
                .list();
        assertThat(finished).singleElement().satisfies(event -> assertThat(
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .isEmpty());
        assertThat(ready("web", 2)).doesNotContainKeys(before.keySet().toArray(String[]::new));
    }

    /** Run by the test above. */
    static class Restarted {

        @Test
        @RolloutRestartAttack(target = "web")
        @SteadyNodes
        @SteadyDeployments(selector = "app=web", namespace = "${lab.namespace}", outage = "30s")
        @SteadyPods(
                selector = "app=web",
                namespace = "${lab.namespace}",
                when = {When.BEFORE, When.AFTER})
        void restarted() {}
    }

    @Test
    void aSweepScalesUpWhatADeadControllerScaledDown() throws Exception {
        workload("Deployment", "web", 2);
        kill("shutdown", inNamespace("app=web"), () -> replicas() == 0);
        sweep(inNamespace("app=web"));
        assertThat(replicas()).isEqualTo(2);
        ready("web", 2);
        assertNothingIsLeft();
    }

    @Test
    void aSweepUncordonsWhatADeadControllerDrained() throws Exception {
        workload("Deployment", "web", 2);
        String node = node();
        kill("drain", "k8s:node/" + node, () -> cordoned(node));
        sweep("k8s:node/" + node);
        ready("web", 2);
        assertNothingIsLeft();
    }

    @Test
    void anExperimentFileEndsScalesRestartsAndDrains() throws IOException {
        workload("Deployment", "web", 2);
        Map<String, String> before = serving("web");
        String node = node();
        String text = Files.readString(Path.of("src/test/resources/acceptance/workloads.json"));
        Path file = Files.writeString(
                directory().resolve("workloads.json"),
                text.replace("NAMESPACE", lab().namespace()).replace("NODE", node));
        int exit = Main.run(
                "run",
                "--state",
                directory().resolve("state").toString(),
                "-D",
                "KUBECONFIG=" + lab().kubeconfig(),
                "--journal-path",
                directory().resolve("journal.json").toString(),
                file.toString());
        assertThat(exit)
                .as(Files.readString(directory().resolve("journal.json")))
                .isZero();
        assertThat(ready("web", 2)).doesNotContainKeys(before.keySet().toArray(String[]::new));
        assertNothingIsLeft();
    }
}
