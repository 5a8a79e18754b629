package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.reliability.experiment.When;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** The annotations of the module, run by JUnit. */
class AnnotationsTest extends ClusterTests {

    private String run(Class<?> type, String method) {
        Map<String, String> parameters = Map.of(
                "KUBECONFIG",
                cluster.kubeconfig(directory).toString(),
                "reliability.state",
                state().toString(),
                "reliability.baseline",
                "2s",
                "reliability.reports",
                directory.resolve("reports").toString());
        List<Event> finished = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(type, method))
                .configurationParameters(parameters)
                .execute()
                .testEvents()
                .list()
                .stream()
                .filter(event -> event.getType() == EventType.FINISHED)
                .toList();
        assertThat(finished).hasSize(1);
        return finished.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(thrown -> String.valueOf(thrown.getMessage()))
                .orElse("PASSED");
    }

    private void service(int replicas) {
        cluster.create(
                "Deployment",
                "default",
                """
                {"metadata": {"name": "web", "labels": {"app": "web"}}, "spec": {"replicas": %d,
                 "selector": {"matchLabels": {"app": "web"}},
                 "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "app"}]}}}}
                """
                        .formatted(replicas));
        ready(replicas);
    }

    @ParameterizedTest
    @CsvSource({"terminated", "restarted", "shutDown", "drained"})
    void passWherePodsComeBack(String method) {
        service(2);
        assertThat(run(Attacked.class, method)).isEqualTo("PASSED");
        ready(2);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "pods, 'INCONCLUSIVE: \"pods app=other\" was not steady before the test (expected every pod Running, got no pod for'",
        "deployments, 'INCONCLUSIVE: \"deployments app=other\" was not steady before the test (expected every deployment"
                + " available, got no deployment for'",
        "phase, '\"Jogging\" is no phase of a pod: expected one of [Failed, Pending, Running, Succeeded, Unknown]'",
        "selector, 'unable to parse requirement'",
        "context, 'there is no context \"nowhere\"'"
    })
    void sayWhatIsNotAsExpected(String method, String message) {
        service(1);
        assertThat(run(Steady.class, method)).contains(message);
    }

    @Test
    void failWherePodsDoNotStayAsTheyWere() {
        service(1);
        assertThat(run(Attacked.class, "missed"))
                .startsWith("FAILED: \"deployments app=web\" was out for")
                .contains("expected every deployment available, got web 0 of 1 pods ready");
    }

    @Test
    void nodesThatAreShortOfMemoryAreNotHealthy() {
        cluster.change("Node", "", "node1", node -> node.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", "MemoryPressure")
                .put("status", "True"));
        service(1);
        assertThat(run(Steady.class, "nodes")).contains("expected every node ready, got node1 MemoryPressure");
    }

    /** Run by the tests above. */
    static class Attacked {

        @SteadyStateProbe
        boolean users() {
            return true;
        }

        @Test
        @TerminatePodsAttack(target = "k8s:default/app=web", count = "1")
        @SteadyNodes
        @SteadyPods(
                selector = "app=web",
                outage = "20s",
                when = {When.BEFORE, When.AFTER})
        void terminated() {}

        @Test
        @RolloutRestartAttack(target = "k8s:default/deployment/web")
        @SteadyPods(
                selector = "app=web",
                namespace = "default",
                when = {When.BEFORE, When.AFTER})
        void restarted() {}

        @Test
        @ShutdownAttack(target = "k8s:default/deployment/web")
        @SteadyDeployments(
                selector = "app=web",
                when = {When.BEFORE, When.AFTER})
        void shutDown() {}

        @Test
        @DrainNodeAttack(target = "k8s:node/node1", duration = "1s")
        void drained() {}

        @Test
        @DrainNodeAttack(target = "k8s:node/node1")
        @SteadyDeployments(selector = "app=web")
        void missed() {}
    }

    /** Run by the tests above. */
    static class Steady {

        @Test
        @SteadyPods(selector = "app=other")
        void pods() {}

        @Test
        @SteadyDeployments(selector = "app=other")
        void deployments() {}

        @Test
        @SteadyNodes
        void nodes() {}

        @Test
        @SteadyPods(selector = "app=web", phase = "Jogging")
        void phase() {}

        @Test
        @SteadyPods(selector = "app in web")
        void selector() {}

        @Test
        @SteadyPods(selector = "app=web", context = "nowhere")
        void context() {}
    }
}
