package dev.reliability.k8s.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who cuts off a service cuts off what stands behind it, at the ports where it listens there. */
class EndpointsTest {

    private static final AddressRange SERVICE = AddressRange.parse("198.18.9.1");
    private static final AddressRange POD = AddressRange.parse("198.18.3.2");

    private final StandInCluster cluster = new StandInCluster();
    private Endpoints endpoints;

    @TempDir
    private Path directory;

    @BeforeEach
    void deploy() {
        cluster.namespace("shop");
        cluster.create(
                "Service",
                "shop",
                """
                {"metadata": {"name": "db"}, "spec": {"clusterIP": "198.18.9.1", "clusterIPs": ["198.18.9.1"],
                 "ports": [{"name": "sql", "port": 5432, "targetPort": 15432}, {"name": "admin", "port": 80}]}}
                """);
        cluster.create(
                "EndpointSlice",
                "shop",
                """
                {"metadata": {"name": "db-1", "labels": {"kubernetes.io/service-name": "db"}}, "addressType": "IPv4",
                 "ports": [{"name": "sql", "port": 15432}, {"name": "admin", "port": 8080}],
                 "endpoints": [{"addresses": ["198.18.3.2"]}]}
                """);
        cluster.create("Pod", "shop", "{\"metadata\": {\"name\": \"db-0\"}, \"status\": {\"podIP\": \"198.18.3.2\"}}");
        Cluster client = Cluster.of(new Access(cluster.kubeconfig(directory).toString(), ""));
        endpoints = new Endpoints(client, Set.of("default", "shop"));
    }

    @AfterEach
    void close() {
        SharedClients.closeAll();
        cluster.close();
    }

    @Test
    void findsThePodsBehindAService() {
        Cut all = new Cut(SERVICE, List.of());
        assertThat(endpoints.behind(List.of(all))).containsExactly(all, new Cut(POD, List.of()));
    }

    @Test
    void translatesPorts() {
        Cut one = new Cut(SERVICE, List.of(PortRange.parse("5000-6000")));
        assertThat(endpoints.behind(List.of(one)))
                .containsExactly(one, new Cut(POD, List.of(PortRange.parse("15432"))));
    }

    @Test
    void knowsWhereThePodsAre() {
        assertThat(endpoints.namespacesOfPods(List.of(new Cut(POD, List.of())))).containsExactly("shop");
        assertThat(endpoints.namespacesOfPods(List.of(new Cut(SERVICE, List.of()))))
                .isEmpty();
    }

    @Test
    void leavesOutWhatMayNotBeSeen() {
        cluster.forbid("list services");
        cluster.forbid("list pods");
        Cut all = new Cut(SERVICE, List.of());
        assertThat(endpoints.behind(List.of(all))).containsExactly(all);
        assertThat(endpoints.namespacesOfPods(List.of(new Cut(POD, List.of())))).isEmpty();
    }

    @Test
    void readsNamespacesInNamesOfServices() {
        assertThat(Endpoints.namespaceOf("db.shop")).containsExactly("shop");
        assertThat(Endpoints.namespaceOf("db.shop.svc.cluster.local")).containsExactly("shop");
        assertThat(Endpoints.namespaceOf("db.bookstore.example")).isEmpty();
        assertThat(Endpoints.namespaceOf("db")).isEmpty();
    }
}
