package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.k8s.internal.fault.PodFaults;
import dev.reliability.spi.Testimony.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What a cluster has to say of what was attacked is told with the verdict. */
class TestimonyTest extends ClusterTests {

    private ExperimentResult failed(FaultSpec fault, Runnable during) {
        return experiment(fault).evaluate(() -> {
            during.run();
            throw new AssertionFailedError("nobody was greeted");
        });
    }

    private static List<Account> accounts(ExperimentResult result) {
        return result.faults().get(0).testimony().accounts();
    }

    @Test
    void eventsAndLogsOfWhatWasAttackedExplainAFailure() throws IOException {
        List<String> pods = deployed(2);
        cluster.pod("default", "stranger", "other");
        cluster.log("stranger", "ERROR of a stranger");
        pods.forEach(pod -> cluster.log(pod, "listening\nERROR of " + pod + ", token=abcdef123456\n"));
        cluster.event("default", "Warning", "Old", "Pod", pods.get(0), "too long ago");
        cluster.list("Event", "default")
                .forEach(event -> cluster.change(
                        "Event",
                        "default",
                        event.at("/metadata/name").asText(),
                        old -> old.put("lastTimestamp", "2020-01-01T00:00:00Z")));
        ExperimentResult result = failed(
                FaultSpec.of(PodFaults.TERMINATE, "k8s:default/deployment/web").number("count", "1"), () -> {
                    cluster.event("default", "Warning", "BackOff", "Pod", pods.get(0), "Back-off restarting");
                    cluster.event("default", "Normal", "ScalingReplicaSet", "Deployment", "web", "Scaled up");
                    cluster.event("default", "Warning", "BackOff", "Pod", "stranger", "Back-off of a stranger");
                    ready(2).forEach(pod -> cluster.log(pod, "listening\nERROR of " + pod + ", token=abcdef123456\n"));
                });
        assertThat(result.message()).startsWith("FAILED: the test body failed").doesNotContain("\n");
        assertThat(result.said())
                .hasSize(4)
                .startsWith(
                        "Said around termination of k8s:default/deployment/web:",
                        "  events: Warning BackOff pod " + pods.get(0) + ": Back-off restarting");
        assertThat(result.said().subList(2, 4))
                .allMatch(line -> line.matches("  pod web-\\S+: ERROR of web-\\S+, token=\\*+"));
        String journal = Files.readString(result.journal().orElseThrow());
        assertThat(journal)
                .contains("Normal ScalingReplicaSet deployment web: Scaled up")
                .doesNotContain("stranger")
                .doesNotContain("too long ago")
                .doesNotContain("abcdef123456");
    }

    @Test
    void whatAContainerLoggedBeforeItWasStartedAnewIsTold() {
        String pod = deployed(1).get(0);
        ExperimentResult result = failed(
                FaultSpec.of(PodFaults.RESTART, "k8s:default/deployment/web").duration("2s"), () -> {
                    String now = ready(1).get(0);
                    cluster.restart("default", now, "ERROR before\n");
                    cluster.log(now, "after\n");
                });
        assertThat(accounts(result).stream().map(Account::lines))
                .containsExactly(List.of("ERROR before"), List.of("after"));
        assertThat(accounts(result).get(0).source())
                .endsWith(" before it was started anew")
                .doesNotContain(pod + " ");
    }

    @Test
    void aMissingRightIsSaidInALineAndChangesNothing() {
        deployed(2);
        cluster.forbid("get pods/log");
        cluster.forbid("list events");
        ExperimentResult result = experiment(FaultSpec.of(PodFaults.TERMINATE, "k8s:default/app=web"))
                .evaluate(() -> {});
        assertThat(result.message())
                .isEqualTo("PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind.");
        assertThat(result.faults().get(0).testimony().gaps())
                .hasSize(2)
                .anySatisfy(gap -> assertThat(gap)
                        .startsWith("the events of namespace default cannot be read: events is forbidden"))
                .anySatisfy(gap -> assertThat(gap).startsWith("no log of a pod can be read: pods \"web-"));
    }

    @Test
    void notMoreThanTenPodsAreAsked() {
        deployed(12);
        ExperimentResult result =
                failed(FaultSpec.of(PodFaults.TERMINATE, "k8s:default/app=web").number("count", "1"), () -> ready(12)
                        .forEach(pod -> cluster.log(pod, "here\n")));
        assertThat(accounts(result).stream().filter(account -> !account.notes()))
                .hasSizeLessThanOrEqualTo(10);
        assertThat(result.said()).anyMatch(line -> line.contains("only 10 of 12 pods were asked for their logs"));
    }
}
