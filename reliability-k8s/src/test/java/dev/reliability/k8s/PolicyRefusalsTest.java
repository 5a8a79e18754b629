package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.spi.FaultKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands against a NetworkPolicy of ours is said before anything is touched. */
class PolicyRefusalsTest extends ClusterTests {

    @BeforeEach
    void deploy() {
        cluster.pod("default", "web-1", "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
    }

    @AfterEach
    void nothingWasTouched() {
        assertThat(cluster.list("NetworkPolicy", "default"))
                .noneMatch(policy -> policy.at("/metadata/name").asText().startsWith("reliability-"));
        assertThat(cluster.list("Job", "default")).isEmpty();
        assertThat(object("Pod", "web-1").at("/spec/ephemeralContainers").isMissingNode())
                .isTrue();
        assertNothingIsLeft();
    }

    private ExperimentBuilder policy(FaultSpec fault) {
        return experiment(fault).property("target.web.network", "policy").target("web", "k8s:default/app=web");
    }

    private static FaultSpec blackhole() {
        return FaultSpec.blackhole("web").list("addresses", List.of("198.18.3.2"));
    }

    private static void assertRefused(ExperimentBuilder experiment, String... words) {
        assertThatThrownBy(() -> experiment.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).contains(words));
    }

    @Test
    void aConnectionNeedsAPort() {
        assertRefused(
                policy(blackhole()),
                "nothing says at which port [198.18.3.2] answers: name ports, or target.web.probe = PORT");
    }

    @Test
    void arangeOfAddressesIsNoPlaceToConnectTo() {
        assertRefused(
                policy(FaultSpec.blackhole("web")
                        .list("addresses", List.of("198.18.3.0/24"))
                        .list("ports", List.of("7007"))),
                "a range of addresses is no place to connect to",
                "target.web.probe = HOST:PORT");
        assertRefused(
                policy(FaultSpec.blackhole("web").list("addresses", List.of("^198.18.3.2"))),
                "everything that is not excluded is no place to connect to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "ICMP"})
    void otherProtocolsCannotBeExpressedOrProven(String protocol) {
        assertRefused(
                policy(blackhole().text("protocol", protocol)).property("target.web.probe", "7007"),
                "a NetworkPolicy cannot",
                "choose TCP or ALL");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        cluster.change("Pod", "default", "web-1", pod -> ((ObjectNode) pod.path("spec")).put("hostNetwork", true));
        assertRefused(
                policy(blackhole()).property("target.web.probe", "db:none"),
                "target.web.probe: 'db:none' is neither a port nor HOST:PORT",
                "the network of web-1 is that of its node (hostNetwork)");
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE})
    void otherFaultsNeedTheKit(String kind) {
        FaultSpec fault = kind.equals(FaultKind.PACKET_LOSS)
                ? FaultSpec.packetLoss("web", 50, "198.18.3.2")
                : FaultSpec.dnsOutage("web");
        assertRefused(policy(fault), "a NetworkPolicy cannot do a " + kind, "target.web.network = kit can");
    }

    @Test
    void anUnknownWayIsNamed() {
        assertRefused(
                policy(blackhole()).property("target.web.network", "magic"),
                "network = \"magic\" is neither \"kit\" nor \"policy\"");
    }

    @ParameterizedTest
    @CsvSource({
        "create networkpolicies.networking.k8s.io",
        "list networkpolicies.networking.k8s.io",
        "create jobs.batch",
        "patch jobs.batch",
        "patch pods",
        "create pods/exec"
    })
    void aMissingRightIsNamed(String right) {
        cluster.forbid(right);
        assertRefused(
                policy(blackhole()).property("target.web.probe", "7007"), "may not " + right + " (namespace default)");
        cluster.recover();
    }
}
