package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is touched, and what is said of it. */
class BadInputTest extends ClusterTests {

    private static final List<String> KINDS_OF_FAULTS = List.of("termination", "shutdown", "rollout restart");

    private void refused(ExperimentBuilder experiment, String... messages) {
        assertThatThrownBy(() -> experiment.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContainingAll(messages);
    }

    @ParameterizedTest
    @CsvSource({
        "k8s:default/app=nobody, 'stands for no pod: app=nobody matches nothing in namespace default of context \"stand-in\"'",
        "k8s:elsewhere/app=web, 'there is no namespace elsewhere of context \"stand-in\"'",
        "k8s:default/deployment/gone, 'there is no deployment gone in namespace default of context \"stand-in\"'",
        "k8s:default/pod/gone, 'there is no pod gone in namespace default of context \"stand-in\"'",
        "k8s:default/app=-web-, 'a valid label must be an empty string'",
        "k8s:kube-system/app=dns, 'name it in the profile with allow.namespaces = kube-system'"
    })
    void whateverIsToBeDoneToIt(String address, String message) {
        for (String kind : KINDS_OF_FAULTS) {
            refused(experiment(FaultSpec.of(kind, address)), message);
        }
        assertThat(cluster.asked()).noneMatch(asked -> asked.startsWith("delete") || asked.startsWith("patch"));
    }

    @Test
    void aNodeThatIsNotThere() {
        refused(
                experiment(FaultSpec.of("drain", "k8s:node/node9")),
                "k8s:node/node9 does not exist: there is no node node9 in context \"stand-in\"");
    }

    @Test
    void anotherContextThanThereIs() {
        deployed(1);
        refused(
                experiment(FaultSpec.of("termination", "k8s:default/app=web"))
                        .property("KUBERNETES_CONTEXT", "nowhere"),
                "there is no context \"nowhere\" in",
                "it has [stand-in]");
    }

    @Test
    void aKubeconfigThatIsNotThere() {
        refused(
                experiment(FaultSpec.of("termination", "k8s:default/app=web"))
                        .property("KUBECONFIG", directory.resolve("missing").toString()),
                "no cluster: KUBECONFIG names",
                "which cannot be read");
    }

    @Test
    void expiredCredentials() {
        deployed(1);
        cluster.forgetToken();
        refused(
                experiment(FaultSpec.of("termination", "k8s:default/app=web")),
                "the credentials of context \"stand-in\" are not accepted by",
                "they are wrong or have expired");
    }

    @Test
    void aServerThatIsNotThere() {
        ExperimentBuilder experiment = experiment(FaultSpec.of("termination", "k8s:default/app=web"));
        cluster.close();
        refused(experiment, "the API server http://127.0.0.1:", "does not answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patch deployments.apps",
                "list poddisruptionbudgets.policy",
                "list horizontalpodautoscalers.autoscaling"
            })
    void aRightThatIsMissing(String right) {
        deployed(2);
        cluster.forbid(right);
        refused(
                experiment(FaultSpec.shutdown("k8s:default/app=web")),
                right.split(" ")[1].split("\\.")[0]);
        assertThat(replicas()).isEqualTo(2);
    }

    @Test
    void aPodThatAFinalizerKeepsProvesNothing() {
        deployed(1);
        String pod = ready(1).get(0);
        cluster.change("Pod", "default", pod, one -> one.withObject("/metadata")
                .putArray("finalizers")
                .add("example.com/kept"));
        ExperimentResult result = experiment(
                        FaultSpec.of("termination", "k8s:default/app=web").duration("1s"))
                .evaluate(() -> {});
        cluster.change("Pod", "default", pod, one -> one.withObject("/metadata").putArray("finalizers"));
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("ended no pod", pod + " still there");
    }
}
