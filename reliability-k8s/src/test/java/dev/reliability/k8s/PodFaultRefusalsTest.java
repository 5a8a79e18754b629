package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands against a fault inside a pod is said before the pod is touched, as far as it can be known. */
class PodFaultRefusalsTest {

    private final StandInCluster cluster = new StandInCluster();

    @TempDir
    private Path directory;

    @BeforeEach
    void deploy() {
        cluster.pod("default", "web-1", "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
    }

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    private ExperimentBuilder experiment(FaultSpec fault) {
        return Reliability.experiment("pods")
                .property("KUBECONFIG", cluster.kubeconfig(directory).toString())
                .property("reliability.k8s.image", "registry.example/agent:1")
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .target("web", "k8s:default/app=web")
                .attack(fault);
    }

    private static FaultSpec blackhole() {
        return FaultSpec.blackhole("web").list("addresses", List.of("198.18.3.2"));
    }

    private void assertUntouched() {
        assertThat(cluster.find("Pod", "default", "web-1")
                        .orElseThrow()
                        .at("/spec/ephemeralContainers")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void namesTheLabelOfPodSecurity() {
        cluster.change("Namespace", "", "default", namespace -> namespace
                .withObject("/metadata/labels")
                .put("pod-security.kubernetes.io/enforce", "baseline"));
        assertThatThrownBy(() -> experiment(blackhole()).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("no container can be added to pod web-1")
                .hasMessageContaining("must not include \"NET_ADMIN\"")
                .hasMessageContaining("The label pod-security.kubernetes.io/enforce of namespace default forbids it;"
                        + " target.web.network = policy needs no such container");
        assertUntouched();
    }

    @Test
    void namesWhatIsWrongWithTheRequestWithoutEnteringThePod() {
        FaultSpec nothing = FaultSpec.blackhole("web").list("addresses", List.of("198.18.3.999"));
        assertThatThrownBy(() -> experiment(nothing).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("198.18.3.999");
        assertUntouched();
    }

    @Test
    void namesTheRightThatIsMissing() {
        cluster.forbid("create pods/exec");
        assertThatThrownBy(() -> experiment(blackhole()).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("may not create pods/exec (namespace default)");
        assertUntouched();
    }

    @Test
    void sparesTheNetworkOfANode() {
        cluster.change("Pod", "default", "web-1", pod -> ((ObjectNode) pod.path("spec")).put("hostNetwork", true));
        assertThatThrownBy(() -> experiment(blackhole()).evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("the network of web-1 is that of its node (hostNetwork)");
        assertUntouched();
    }

    @Test
    void tellsThatAnImageCannotBePulled() {
        ExperimentResult result = experiment(blackhole())
                .property("reliability.k8s.image", "registry.example/missing:1")
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .contains("of pod web-1 does not run: ErrImagePull")
                .contains("(image registry.example/missing:1)");
    }
}
