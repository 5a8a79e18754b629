package dev.reliability.internal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.testsystem.GivenSettings;
import dev.reliability.testsystem.Look;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToxiproxyTest {

    private final ToxiproxyTargetProvider provider = new ToxiproxyTargetProvider();
    private FakeToxiproxy toxiproxy;

    @BeforeEach
    void start() throws IOException {
        toxiproxy = new FakeToxiproxy();
    }

    @AfterEach
    void stop() {
        toxiproxy.close();
    }

    @Test
    void aBlackholeIsATimeoutWithoutEndInEachDirection() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));

        fault.inject();

        assertThat(toxiproxy.toxics.values().stream().map(Object::toString))
                .hasSize(2)
                .allMatch(toxic -> toxic.matches(".*\"name\":\"reliability-[0-9a-f]{8}-(up|down)stream\".*"))
                .allMatch(toxic -> toxic.contains("\"type\":\"timeout\"") && toxic.contains("{\"timeout\":0}"))
                .anyMatch(toxic -> toxic.contains("\"stream\":\"upstream\""))
                .anyMatch(toxic -> toxic.contains("\"stream\":\"downstream\""));
    }

    @Test
    void bytesThatWereReceivedAndNotSentAreTheBite() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("postgres")));
        fault.inject();
        assertThat(fault.evidence().what()).isEqualTo("dropped nothing");
        assertThat(fault.evidence().bitten()).isFalse();

        toxiproxy.received.addAndGet(50);
        toxiproxy.sent.addAndGet(50);
        assertThat(fault.evidence().bitten()).isFalse();
        toxiproxy.received.addAndGet(41);

        assertThat(fault.evidence().bitten()).isTrue();
        assertThat(fault.evidence().what()).isEqualTo("41 bytes through proxy db swallowed");
    }

    @Test
    void trafficWhileTheToxicsAreGoneIsNoBite() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        fault.inject();
        toxiproxy.received.addAndGet(41);
        toxiproxy.toxics.clear();

        assertThat(fault.evidence().bitten()).isFalse();
        assertThat(fault.evidence().what()).isEqualTo("is not in force");
    }

    @Test
    void aRevertTakesOnlyItsOwnToxicsAwayAndCanBeRepeated() throws Exception {
        Fault fault = plan("blackhole", Map.of("ports", List.of("5432")));
        fault.inject();
        Fault others = plan(
                "latency", Map.of("hosts", List.of("db"), "latency", Duration.ofMillis(80), "jitter", Duration.ZERO));
        others.inject();
        assertThat(fault.residue()).hasSize(2).allMatch(left -> left.endsWith("of proxy db is still there"));

        fault.revert();
        fault.revert();

        assertThat(fault.residue()).isEmpty();
        assertThat(toxiproxy.toxics).hasSize(2);
        assertThat(toxiproxy.toxics.values().toString()).contains("\"latency\":80", "\"jitter\":0");
    }

    @Test
    void aToxicThatStaysIsSaid() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        fault.inject();
        toxiproxy.stubborn = true;

        fault.revert();

        assertThat(fault.residue()).hasSize(2);
        assertThat(fault.remedy().orElseThrow())
                .startsWith("curl -X DELETE http://127.0.0.1:")
                .contains("/proxies/db/toxics/reliability-");
    }

    @Test
    void aLaterRunSweepsWhatADeadOneLeft() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        fault.inject();

        assertThat(provider.undo(fault.undo(), new GivenSettings())).isEmpty();
        assertThat(toxiproxy.toxics).isEmpty();
        assertThat(provider.undo(fault.undo(), new GivenSettings())).isEmpty();
    }

    @Test
    void aProcessOfItsOwnStandsReadyUntilTheRevert() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        fault.inject();
        ProcessHandle guard =
                Look.descendant(ProcessHandle.current(), urls(fault).get(0)).orElseThrow();

        fault.revert();

        await().until(() -> !guard.isAlive());
    }

    @Test
    void toxicsDoNotOutliveTheirController() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        ToxicGuard guard = ToxicGuard.start(Duration.ofMinutes(1), urls(fault));
        injectWithoutGuard(fault);

        guard.lose();

        await().untilAsserted(() -> assertThat(fault.residue()).isEmpty());
        await().until(() -> !guard.alive());
    }

    @Test
    void toxicsDoNotOutliveTheirTimeWhenTheirControllerIsFrozen() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        injectWithoutGuard(fault);

        ToxicGuard guard = ToxicGuard.start(Duration.ofMillis(1), urls(fault));

        await().untilAsserted(() -> assertThat(fault.residue()).isEmpty());
        await().until(() -> !guard.alive());
    }

    @Test
    void aGuardThatIsReleasedLeavesEverythingAlone() throws Exception {
        Fault fault = plan("blackhole", Map.of("hosts", List.of("db")));
        injectWithoutGuard(fault);
        ToxicGuard guard = ToxicGuard.start(Duration.ofMinutes(1), urls(fault));

        guard.close();

        await().until(() -> !guard.alive());
        assertThat(fault.residue()).hasSize(2);
    }

    private List<String> urls(Fault fault) {
        return List.of(fault.remedy()
                .orElseThrow()
                .substring("curl -X DELETE ".length())
                .split(" "));
    }

    /** Leaves toxics behind as a dead run does, with the names of the fault's own. */
    private void injectWithoutGuard(Fault fault) throws Exception {
        fault.inject();
        var toxics = new HashMap<>(toxiproxy.toxics);
        fault.revert();
        toxiproxy.toxics.putAll(toxics);
    }

    @Test
    void aServerThatCountsNothingCannotProveAnything() {
        toxiproxy.metrics = false;

        assertThatThrownBy(() -> plan("blackhole", Map.of("hosts", List.of("db"))))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(
                        "does not count traffic, so no bite could be proven: start it with -proxy-metrics");
    }

    @Test
    void whatDoesNotFitIsSaidBeforehand() {
        assertThat(target("cache").unfit()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("is unknown to Toxiproxy at http://127.0.0.1:")
                .endsWith("which has [db]"));
        assertThatThrownBy(() -> plan("blackhole", Map.of()))
                .hasMessage("nothing is selected: name the host, \"db\", or the port, 5432");
        assertThatThrownBy(() -> plan("blackhole", Map.of("hosts", List.of("cdn"))))
                .hasMessage("proxy db leads to postgres:5432, not to \"cdn\": name it \"db\" or \"postgres\"");
        assertThatThrownBy(() -> plan("blackhole", Map.of("hosts", List.of("^db"))))
                .hasMessageStartingWith("nothing is left");
        assertThatThrownBy(() -> plan("blackhole", Map.of("ports", List.of("80"))))
                .hasMessageStartingWith("nothing is left");
        assertThatThrownBy(() -> plan("cpu load", Map.of("hosts", List.of("db"))))
                .hasMessageContaining("it can have blackhole and latency");
        assertThatThrownBy(() -> provider.target("db", Address.parse("toxiproxy:db"), new GivenSettings()))
                .isInstanceOf(PlanException.class);
        toxiproxy.enabled = false;
        assertThat(target("db").unfit())
                .hasValueSatisfying(why -> assertThat(why).startsWith("is disabled"));
        toxiproxy.close();
        assertThat(target("db").unfit())
                .hasValueSatisfying(why -> assertThat(why).contains("nobody listens at http"));
    }

    private Target target(String proxy) {
        return provider.target("db", Address.parse(toxiproxy.address(proxy)), new GivenSettings());
    }

    private Fault plan(String kind, Map<String, Object> attributes) {
        Target target = target("db");
        assertThat(target.unfit()).isEmpty();
        return target.plan(new FaultRequest(
                kind, "attack", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), new HashMap<>(attributes)));
    }
}
