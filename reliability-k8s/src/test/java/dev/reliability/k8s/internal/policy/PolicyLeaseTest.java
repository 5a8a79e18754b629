package dev.reliability.k8s.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There is a policy only where something ends it. */
class PolicyLeaseTest {

    private static final Map<String, Object> SPEC =
            Map.of("podSelector", Map.of("matchLabels", Map.of("app", "web")), "policyTypes", List.of("Egress"));

    private final StandInCluster cluster = new StandInCluster();
    private PolicyLease lease;

    @TempDir
    private Path directory;

    @BeforeEach
    void prepare() {
        cluster.namespace("shop");
        Duration longest = Duration.ofMinutes(1);
        Mark mark = Mark.of(
                Mark.newId(), "blackhole of web", "k8s:shop/app=web", longest, Map.of(), Map.of(), List.of(), false);
        Cluster client = Cluster.of(new Access(cluster.kubeconfig(directory).toString(), ""));
        lease = new PolicyLease(client, "shop", mark, Duration.ofSeconds(30), longest);
    }

    @AfterEach
    void close() {
        lease.end();
        SharedClients.closeAll();
        cluster.close();
    }

    private List<ObjectNode> policies() {
        return cluster.list("NetworkPolicy", "shop");
    }

    @Test
    void aPolicyIsMadeOnceTheClockOfItsOwnerRuns() {
        lease.take(SPEC);
        assertThat(cluster.list("Job", "shop")).singleElement().satisfies(job -> assertThat(
                        job.at("/status/startTime").asText())
                .isNotEmpty());
        assertThat(policies()).hasSize(1);
        lease.end();
        assertThat(policies()).isEmpty();
        assertThat(cluster.list("Job", "shop")).isEmpty();
    }

    @Test
    void noPolicyIsMadeWhereNothingWouldEndIt() {
        cluster.startJobs(false);
        assertThatThrownBy(() -> lease.take(SPEC))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not started")
                .hasMessageContaining("is its controller manager at work?");
        assertThat(policies()).isEmpty();
        lease.end();
        assertThat(cluster.list("Job", "shop")).isEmpty();
    }
}
