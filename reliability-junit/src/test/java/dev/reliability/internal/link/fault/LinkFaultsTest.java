package dev.reliability.internal.link.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.link.LinkWitness;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LinkFaultsTest {

    private static Echoes database;
    private static Echoes cdn;
    private static Caller caller;

    private Fault fault;

    @BeforeAll
    static void start() throws IOException {
        database = new Echoes();
        cdn = new Echoes();
        caller = Caller.start(Caller.describe()
                .link("db.bookstore.example", database.address())
                .link("cdn.bookstore.example", cdn.address()));
    }

    @AfterAll
    static void stop() throws IOException {
        caller.close();
        database.close();
        cdn.close();
    }

    @AfterEach
    void revert() throws Exception {
        if (fault != null) {
            fault.revert();
        }
    }

    @Test
    void aBlackholeBitesWhatIsSelectedSparesTheRestAndIsGone() throws Exception {
        fault = plan("blackhole", Map.of("hosts", List.of("^api.gremlin.com", "db.bookstore.example")));
        assertThat(caller.call("db.bookstore.example")).startsWith("echoed");

        fault.inject();
        assertThat(caller.call("db.bookstore.example")).isEqualTo("silent");
        assertThat(caller.call("cdn.bookstore.example")).startsWith("echoed");
        Evidence bite = awaitBite();
        assertThat(bite.what())
                .matches(
                        "1 connection to db\\.bookstore\\.example dropped, 1 byte swallowed; a process that is not ours"
                                + " \\(pid \\d+\\) met 100 ms of silence");
        assertThat(fault.residue()).containsExactly("link db.bookstore.example still has a blackhole");

        fault.revert();
        assertThat(fault.residue()).isEmpty();
        assertThat(caller.call("db.bookstore.example")).startsWith("echoed");
    }

    @Test
    void aBlackholeWithoutTrafficIsNoBite() {
        fault = plan("blackhole", Map.of("hosts", List.of("db.bookstore.example")));
        injected();

        assertThat(evidence().bitten()).isFalse();
        assertThat(evidence().what()).isEqualTo("dropped nothing");
        assertThat(evidence().why()).isEqualTo("no traffic went to db.bookstore.example");
    }

    @Test
    void trafficToSparedLinksIsNoBite() throws Exception {
        fault = plan("blackhole", Map.of("hosts", List.of("^cdn.bookstore.example")));
        injected();

        assertThat(caller.call("cdn.bookstore.example")).startsWith("echoed");
        assertThat(evidence().bitten()).isFalse();
    }

    @Test
    void aLatencyDelaysEachWayAndIsGone() throws Exception {
        fault = plan("latency", Map.of("hosts", List.of("db.bookstore.example"), "latency", ms(150), "jitter", ms(0)));

        fault.inject();
        assertThat(Integer.parseInt(caller.call("db.bookstore.example").substring("echoed ".length())))
                .isGreaterThanOrEqualTo(300);
        assertThat(awaitBite().what())
                .matches("1 connection to db\\.bookstore\\.example delayed; a process that is not ours \\(pid \\d+\\)"
                        + " was delayed as well");

        fault.revert();
        assertThat(fault.residue()).isEmpty();
    }

    @Test
    void aResetEndsConnectionsAndIsGone() throws Exception {
        fault = plan("reset", Map.of("hosts", List.of("db.bookstore.example")));

        fault.inject();
        assertThat(caller.call("db.bookstore.example")).isEqualTo("ended");
        awaitBite();

        fault.revert();
        assertThat(fault.residue()).isEmpty();
        assertThat(caller.call("db.bookstore.example")).startsWith("echoed");
    }

    @Test
    void whatNoOtherProcessSawIsNoBite() throws Exception {
        ProcessHandle witness = ProcessHandle.of(LinkWitness.shared().pid()).orElseThrow();
        new ProcessBuilder("kill", "-STOP", String.valueOf(witness.pid()))
                .start()
                .waitFor();
        fault = plan("blackhole", Map.of("hosts", List.of("db.bookstore.example")));
        try {
            fault.inject();
            assertThat(caller.call("db.bookstore.example")).isEqualTo("silent");
            assertThat(evidence().bitten()).isFalse();
            assertThat(evidence().why()).isEqualTo("no process has told what it saw yet");
        } finally {
            witness.destroyForcibly();
        }
        await().until(() -> evidence().why().startsWith("no process could look: "));
        awaitBite();
    }

    @Test
    void aLinkThatLetsNothingThroughIsLeftWhoeverCutsIt() throws Exception {
        Fault before = plan("blackhole", Map.of("hosts", List.of("db.bookstore.example")));
        before.inject();
        before.revert();
        assertThat(before.residue()).isEmpty();
        fault = plan("blackhole", Map.of("hosts", List.of("db.bookstore.example")));
        fault.inject();
        assertThat(before.residue())
                .singleElement()
                .asString()
                .startsWith("link db.bookstore.example does not let through (");
    }

    @Test
    void saysWhatItDropsAndSpares() {
        fault = plan("blackhole", Map.of("hosts", List.of("^api.gremlin.com", "db.bookstore.example")));

        assertThat(fault.description()).isEqualTo("blackhole of blue");
        assertThat(fault.effects())
                .containsExactly(
                        "Dropping all traffic between blue and db.bookstore.example (" + database.address() + ")",
                        "Sparing api.gremlin.com, cdn.bookstore.example");
    }

    @Test
    void aFaultThatItsRunnerForgetsEndsByItself() throws Exception {
        fault = plan("blackhole", Optional.of(ms(1)), Map.of("hosts", List.of("db.bookstore.example")));
        assertThat(injected().residue()).isNotEmpty();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fault.residue()).isEmpty());
    }

    @Test
    void faultsOnTheSameLinkExcludeEachOther() {
        fault = plan("blackhole", Map.of("hosts", List.of("db.bookstore.example")));
        Fault same = plan("latency", Map.of("ports", List.of("1-65535"), "latency", ms(50), "jitter", ms(0)));
        Fault other = plan("blackhole", Map.of("hosts", List.of("cdn.bookstore.example")));

        assertThat(fault.excludes(same)).isTrue();
        assertThat(fault.excludes(other)).isFalse();
    }

    @Test
    void whatLinksCannotDoIsAPlanError() {
        assertThatThrownBy(() -> plan("packet loss", Map.of()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("streams, not packets");
        assertThatThrownBy(() -> plan("dns outage", Map.of()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("the machine's resolver");
        assertThatThrownBy(() -> plan(
                        "latency",
                        Map.of("hosts", List.of("db.bookstore.example"), "latency", ms(50), "jitter", ms(60))))
                .isInstanceOf(PlanException.class)
                .hasMessage("a jitter of 60 ms is more than the latency of 50 ms that it varies");
    }

    private Fault injected() {
        try {
            fault.inject();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return fault;
    }

    private Evidence evidence() {
        try {
            return fault.evidence();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Evidence awaitBite() {
        AtomicReference<Evidence> last = new AtomicReference<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            last.set(evidence());
            return last.get().bitten();
        });
        return last.get();
    }

    private static Duration ms(int millis) {
        return Duration.ofMillis(millis);
    }

    private static Fault plan(String kind, Map<String, Object> attributes) {
        return plan(kind, Optional.empty(), attributes);
    }

    private static Fault plan(String kind, Optional<Duration> duration, Map<String, Object> attributes) {
        Map<String, Object> all = new HashMap<>(attributes);
        all.putIfAbsent("protocol", "ALL");
        return LinkFaults.plan(
                caller.process,
                new Blue(),
                new FaultRequest(kind, "attack", duration, Duration.ZERO, Duration.ofMinutes(15), all));
    }

    private static final class Blue implements Target {

        @Override
        public String name() {
            return "blue";
        }

        @Override
        public Address address() {
            return Address.parse("process:" + caller.process.pid());
        }

        @Override
        public Optional<String> unfit() {
            return Optional.empty();
        }

        @Override
        public Fault plan(FaultRequest request) {
            return LinkFaults.plan(caller.process, this, request);
        }
    }
}
