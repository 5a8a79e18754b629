package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.FaultKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the stand-in, whose network plugin can be taken away. */
@NeedsNamespaces
class StandInPoliciesIT extends PoliciesSuite {

    @Override
    Lab open(Path scratch) {
        return new StandInLab(scratch);
    }

    private StandInCluster cluster() {
        return ((StandInLab) lab()).cluster();
    }

    @AfterEach
    void removePolicies() {
        if (lab() != null) {
            lab().client()
                    .network()
                    .v1()
                    .networkPolicies()
                    .inNamespace("default")
                    .delete();
            cluster().enforcePolicies(true);
            cluster().change("Namespace", "", "default", namespace -> namespace
                    .withObject("/metadata")
                    .remove("labels"));
        }
    }

    private ExperimentResult attack() {
        return experiment().attack(blackhole().duration("6s")).evaluate(() -> {});
    }

    private void policy(String name, String spec) {
        cluster()
                .create(
                        "NetworkPolicy",
                        "default",
                        "{\"metadata\": {\"name\": \"" + name + "\"}, \"spec\": " + spec + "}");
    }

    @Test
    void aClusterThatEnforcesNothingProvesNothing() {
        cluster().enforcePolicies(false);
        ExperimentResult result = attack();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .contains("blackhole of web cut nothing off")
                .contains("new connections from pod web to 198.18.3.2 are still possible (198.18.3.2:7007)")
                .contains("the network plugin may not enforce NetworkPolicies");
        assertGone();
    }

    @Test
    void whatAnotherPolicyAllowsStaysAllowed() {
        policy(
                "to-db",
                "{\"podSelector\": {\"matchLabels\": {\"app\": \"web\"}}, \"policyTypes\": [\"Egress\"],"
                        + " \"egress\": [{\"to\": [{\"podSelector\": {\"matchLabels\": {\"app\": \"db\"}}}]}]}");
        ExperimentResult result = attack();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("are still possible").contains("(NetworkPolicies there already: to-db)");
    }

    @Test
    void aPolicyThatAllowsEverythingIsToldBefore() {
        policy("all", "{\"podSelector\": {}, \"policyTypes\": [\"Egress\"], \"egress\": [{}]}");
        assertThatThrownBy(this::attack)
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("NetworkPolicy all allows pods of web every connection");
    }

    @Test
    void whatIsCutOffAlreadyCannotBeCutOff() {
        policy("none", "{\"podSelector\": {}, \"policyTypes\": [\"Egress\"]}");
        await().atMost(SOON).until(() -> !reachesDb());
        ExperimentResult result = attack();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .contains("no new connection from web to 198.18.3.2 was possible already")
                .contains("(NetworkPolicies there already: none)");
    }

    @Test
    void theStrictestLevelOfPodSecurityLetsItIn() {
        cluster().change("Namespace", "", "default", namespace -> namespace
                .withObject("/metadata/labels")
                .put("pod-security.kubernetes.io/enforce", "restricted"));
        assertThat(attack().message()).startsWith("PASSED");
        assertThat(cluster().asked())
                .as("what the end of its lease would do later is done by the revert")
                .contains("delete networkpolicies.networking.k8s.io", "delete jobs.batch");
        assertGone();
    }

    @Test
    void everyPodThatIsChosenIsProvenByItself() {
        ExperimentResult result = experiment()
                .target("both", "k8s:default/app in (web, other)")
                .property("target.both.network", "policy")
                .attack(FaultSpec.of(FaultKind.BLACKHOLE, "both")
                        .list("addresses", List.of(lab().address("db")))
                        .list("ports", List.of("7007")))
                .evaluate(() -> {
                    assertThat(reachesDb()).isFalse();
                    assertThat(lab().connects("other", "db", PORT)).isFalse();
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.faults().get(0).bite()).contains("from pod web to").contains("from pod other to");
        assertGone();
    }
}
