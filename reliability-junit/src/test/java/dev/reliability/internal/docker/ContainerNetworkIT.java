package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.RunningExperiment;
import dev.reliability.internal.dns.TestDns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container loses of its packets, and of its names: seen by its own programs, which the engine starts for the test. */
@Timeout(180)
@NeedsDocker
class ContainerNetworkIT {

    @TempDir
    private static Path directory;

    private static TestDns names;
    private static Shop shop;

    @BeforeAll
    static void start() throws IOException {
        names = new TestDns(Engine.shared().machine(), 53).set("db.example", "1 IN A 198.18.0.1");
        shop = new Shop(directory, "--dns", Engine.shared().machine());
    }

    @AfterAll
    static void remove() throws IOException {
        if (shop != null) {
            shop.close();
        }
        if (names != null) {
            names.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(shop.left()).isEmpty();
    }

    /** One after the other, since ping gives up where a packet is dropped on its way out. */
    private static int lostOf40(String to) {
        return Integer.parseInt(Engine.docker(
                "exec",
                shop.web,
                "sh",
                "-c",
                "lost=0; for i in $(seq 40); do ping -c 1 -W 1 \"$0\" >/dev/null 2>&1 || lost=$((lost + 1)); done;"
                        + " echo $lost",
                Engine.ip(to)));
    }

    private static boolean resolves(String container, String name) {
        return Engine.in(container, "timeout", "5", "nslookup", "-timeout=1", "-retry=1", name);
    }

    /** A question may fail for a reason of its own: only one that is asked after a drop was counted says something of the fault. */
    private static boolean asksUntilBitten(RunningExperiment run, String container, String name) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> !resolves(container, name) && run.attacks().get(0).bitten());
        return resolves(container, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void packetLoss(String way) throws Exception {
        ExperimentResult result = shop.experiment(way)
                .attack(FaultSpec.of("packet loss", "web")
                        .list("addresses", List.of(Engine.ip(shop.db)))
                        .text("protocol", "ALL")
                        .percent("percent", "50")
                        .duration("5m"))
                .run(run -> {
                    // fewer than 5 or more than 35 of 40 would be seen once in a million runs
                    assertThat(lostOf40(shop.db)).isBetween(5, 35);
                    // what a busy machine loses is not lost again
                    await().untilAsserted(() -> assertThat(lostOf40(shop.other)).isZero());
                    run.attacks().get(0).revert();
                });
        assertThat(result.faults().get(0).bite()).contains("of " + Engine.ip(shop.db) + " dropped");
        await().untilAsserted(() -> assertThat(lostOf40(shop.db)).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void dnsOutage(String way) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> resolves(shop.web, "db.example"));
        ExperimentResult result = shop.experiment(way)
                .attack(FaultSpec.of("dns outage", "web").duration("5m"))
                .run(run -> {
                    assertThat(asksUntilBitten(run, shop.web, "db.example")).isFalse();
                    assertThat(shop.reaches(shop.db)).isTrue();
                    run.attacks().get(0).revert();
                });
        assertThat(result.faults().get(0).bite()).contains("to resolvers dropped");
        await().atMost(Duration.ofSeconds(30)).until(() -> resolves(shop.web, "db.example"));
    }

    /** In networks of its users, as those of Compose, the engine itself answers, at an address of loopback in the container. */
    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void dnsOutageWhereTheEngineResolvesTheNamesOfContainers(String way) throws Exception {
        String network = shop.web + "-network";
        String named = shop.web + "-named";
        Engine.docker("network", "create", network);
        try {
            Engine.web(named, "--network", network, "--dns", Engine.shared().machine());
            Engine.docker("network", "connect", network, shop.db);
            await().atMost(Duration.ofSeconds(30)).until(() -> resolves(named, shop.db));
            ExperimentResult result = shop.experiment(way)
                    .target("named", "docker:" + named)
                    .attack(FaultSpec.of("dns outage", "named").duration("5m"))
                    .run(run -> {
                        assertThat(asksUntilBitten(run, named, shop.db)).isFalse();
                        run.attacks().get(0).revert();
                    });
            assertThat(result.faults().get(0).bite()).contains("to resolvers dropped");
            await().atMost(Duration.ofSeconds(30)).until(() -> resolves(named, shop.db));
        } finally {
            Engine.remove(named);
            Engine.docker("network", "disconnect", "--force", network, shop.db);
            Engine.docker("network", "rm", network);
        }
    }
}
