package dev.reliability.k8s.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strict experiments get that the original does not give. */
class FunctionsTest {

    private static final String TERMINATE = "chaosk8s.pod.actions.terminate_pods";
    private static final String IN_PHASE = "chaosk8s.pod.probes.pods_in_phase";

    private final StandInCluster cluster = new StandInCluster();
    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() {
        settings.put(Access.KUBECONFIG, cluster.kubeconfig(directory).toString());
    }

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    private Object call(String function, Map<String, ?> arguments) throws Exception {
        return TestCall.call(function, arguments, true, settings);
    }

    private List<String> problems(String function, Map<String, ?> arguments) {
        return TestCall.problems(function, arguments, settings);
    }

    private void fails(String function, Map<String, ?> arguments, String reason) {
        assertThatThrownBy(() -> call(function, arguments))
                .isInstanceOf(FunctionFailedException.class)
                .hasMessageContaining(reason);
    }

    private static Map<String, Object> arguments(String pairs) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (String pair : pairs.isBlank() ? new String[0] : pairs.split(";")) {
            arguments.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return arguments;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    chaosk8s.pod.actions.terminate_pods                        | label_selector=app=nobody | terminated nothing: no pod 'app=nobody' in namespace default of context "stand-in" runs
                    chaosk8s.pod.probes.read_pod_logs                          | label_selector=app=nobody | no pods were found 'app=nobody'
                    chaosk8s.probes.all_microservices_healthy                  |                           | there is no pod in namespace default
                    chaosk8s.deployment.actions.delete_deployment              | name=nobody               | deleted nothing: there is no deployment 'nobody'
                    chaosk8s.statefulset.actions.remove_statefulset            | label_selector=app=nobody | deleted nothing: there is no stateful set 'app=nobody'
                    chaosk8s.daemonset.actions.delete_daemon_set               |                           | deleted nothing: there is no daemon set in namespace
                    chaosk8s.replicaset.actions.delete_replica_set             | name=nobody               | deleted nothing: there is no replica set 'nobody'
                    chaosk8s.actions.kill_microservice                         | name=nobody               | killed nothing: there is no deployment, replica set or pod 'nobody'
                    chaosk8s.node.probes.nodes_must_be_healthy                 | label_selector=pool=none  | no node of context "stand-in" has the labels 'pool=none'
                    chaosk8s.node.probes.all_nodes_must_be_ready_to_schedule   | label_selector=pool=none  | no node of context "stand-in" has the labels 'pool=none'
                    chaosk8s.node.probes.verify_nodes_condition                | label_selector=pool=none  | no node of context "stand-in" has the labels 'pool=none'
                    """)
    void selectingNothingIsNeverASuccess(String function, String arguments, String reason) {
        fails(function, arguments(arguments == null ? "" : arguments), reason);
    }

    @Test
    void oldProbesOfHealthAnswerWhatTheyFoundOut() throws Exception {
        cluster.deployment("default", "web", 1, "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1
                && call("chaosk8s.deployment.probes.deployment_fully_available", Map.of("name", "web"))
                        .equals(true));
        assertThat(call("chaosk8s.probes.microservice_available_and_healthy", Map.of("name", "web")))
                .isEqualTo(true);
    }

    /** The pods that are about to go are ready, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chaosk8s.deployment.probes.deployment_fully_available",
                "chaosk8s.deployment.probes.deployment_available_and_healthy",
                "chaosk8s.probes.deployment_is_fully_available",
                "chaosk8s.probes.microservice_available_and_healthy"
            })
    void aRolloutThatIsNotOverIsNoAvailability(String function) throws Exception {
        cluster.deployment("default", "web", 2, "web");
        String full = "chaosk8s.deployment.probes.deployment_fully_available";
        assertThat(call(full, Map.of("name", "web"))).isEqualTo(true);
        cluster.replacePods(false);
        call("chaosk8s.deployment.actions.rollout_deployment", Map.of("name", "web"));
        Map<String, Object> arguments = new HashMap<>(Map.of("name", "web"));
        if (function.endsWith("fully_available")) {
            arguments.put("timeout", 1L);
        }
        fails(function, arguments, "deployment web has 2 of 2 pods ready, and its");
        cluster.replacePods(true);
        assertThat(call(full, Map.of("name", "web"))).isEqualTo(true);
        assertThat(call(function, Map.of("name", "web"))).isEqualTo(true);
    }

    @Test
    void aStateThatLastsAMomentIsSeen() throws Exception {
        cluster.deployment("default", "web", 1, "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
        Thread change = new Thread(() -> {
            await().until(() -> cluster.asked().contains("watch deployments.apps"));
            cluster.change("Deployment", "default", "web", deployment -> deployment
                    .withObject("/status")
                    .remove("readyReplicas"));
        });
        change.start();
        assertThat(call("chaosk8s.deployment.probes.deployment_not_fully_available", Map.of("name", "web")))
                .isEqualTo(true);
        change.join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    chaosk8s.pod.actions.terminate_pods               | mode=some                | the argument 'mode' is fixed or percentage, got 'some'
                    chaosk8s.pod.actions.terminate_pods               | order=random             | the argument 'order' is alphabetic or oldest, got 'random'
                    chaosk8s.pod.actions.terminate_pods               | name_pattern=(           | the argument 'name_pattern' is not a pattern
                    chaosk8s.pod.probes.read_pod_logs                 | last=soon                | the argument 'last' is a span such as 20s or 10 minutes, got 'soon'
                    chaosk8s.pod.probes.should_be_found_in_logs       | pattern=[                | the argument 'pattern' is not a pattern
                    chaosk8s.deployment.actions.create_deployment     | spec_path=web.txt        | the argument 'spec_path' names a file that ends with .json, .yaml or .yml, got 'web.txt'
                    chaosk8s.deployment.actions.rollout_deployment    |                          | the argument 'name' is needed
                    chaosk8s.namespace.actions.create_namespace       |                          | one of the arguments 'name' and 'spec_path' is needed
                    chaosk8s.networking.actions.create_network_policy |                          | one of the arguments 'spec' and 'spec_path' is needed
                    """)
    void argumentsThatCannotWorkAreFoundBefore(String function, String arguments, String problem) {
        assertThat(problems(function, arguments(arguments == null ? "" : arguments)))
                .singleElement()
                .asString()
                .startsWith(problem);
        fails(function, arguments(arguments == null ? "" : arguments), problem);
    }

    @Test
    void missingRightsAreNamedBefore() {
        cluster.forbid("delete pods");
        cluster.forbid("list pods");
        assertThat(problems(TERMINATE, Map.of()))
                .containsExactly(
                        "context \"stand-in\" may not list pods (namespace default)",
                        "context \"stand-in\" may not delete pods (namespace default)");
        cluster.forbid("create pods/eviction");
        assertThat(problems("chaosk8s.node.actions.drain_nodes", Map.of()))
                .contains("context \"stand-in\" may not create pods/eviction");
    }

    @Test
    void whatTheProfileForbidsIsNotDone() {
        cluster.deployment("default", "web", 1, "web");
        settings.put("refused", "is refused");
        assertThat(problems(TERMINATE, Map.of())).singleElement().asString().startsWith("terminate_pods is refused");
        assertThat(problems(IN_PHASE, Map.of("label_selector", "app=web"))).isEmpty();
        fails("chaosk8s.deployment.actions.delete_deployment", Map.of("name", "web"), "delete_deployment is refused");
        assertThat(cluster.find("Deployment", "default", "web")).isPresent();
    }

    @Test
    void anUnreachableClusterIsNamed() {
        settings.put(Access.KUBECONFIG, directory.resolve("none").toString());
        assertThat(problems(IN_PHASE, Map.of("label_selector", "app=web")))
                .singleElement()
                .asString()
                .contains("no cluster: KUBECONFIG names");
        fails(IN_PHASE, Map.of("label_selector", "app=web"), "no cluster");
    }

    @Test
    void refusalsOfTheServerAreTold() {
        cluster.fail("list pods", 500);
        fails(IN_PHASE, Map.of("label_selector", "app=web"), "was answered with 500: out of order");
        cluster.recover();
        fails(IN_PHASE, Map.of("label_selector", "app in (web"), "unable to parse requirement");
        cluster.forgetToken();
        fails(IN_PHASE, Map.of("label_selector", "app=web"), "they are wrong or have expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app=web", ""})
    void podsAreTakenAwayByAFault(String selector) {
        cluster.deployment("default", "web", 1, "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
        assertThatThrownBy(() -> call(TERMINATE, Map.of("label_selector", selector)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("attacked [k8s:default/" + (selector.isEmpty() ? "*" : selector) + "]");
    }
}
