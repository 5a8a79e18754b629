package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkWitnessTest {

    private static final Duration SILENCE = Duration.ofMillis(100);

    private Peers peers;
    private TcpLink link;

    @BeforeEach
    void open() throws IOException {
        peers = new Peers();
        link = peers.link("db");
    }

    @AfterEach
    void close() {
        peers.close();
    }

    @AfterAll
    static void endWitness() {
        LinkWitness.shared().close();
    }

    @Test
    void hearsAnEchoWithoutTroublingTheUpstream() throws Exception {
        Observation seen = observe();
        assertThat(seen.outcome()).isEqualTo(Observation.Outcome.ECHOED);
        assertThat(seen.confirmsNoFault()).isTrue();
        assertThat(seen.confirms(LinkFault.blackhole())).isFalse();
        assertThat(seen.confirms(LinkFault.reset())).isFalse();
        assertThat(seen.pid()).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(peers.upstreamReached()).isFalse();
        assertThat(link.totals()).isEqualTo(new LinkTotals(0, 0, 0, 0, 0, new Bite(0, 0, 0, 0, 0, 0)));
    }

    @Test
    void provesABlackholeAndThatItIsGone() throws Exception {
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Observation during = observe();
        assertThat(during.outcome()).isEqualTo(Observation.Outcome.SILENT);
        assertThat(during.after()).isGreaterThanOrEqualTo(SILENCE);
        assertThat(during.confirms(fault.fault())).isTrue();
        assertThat(during.confirmsNoFault()).isFalse();

        fault.heal();
        assertThat(observe().confirmsNoFault()).isTrue();
        assertThat(fault.bite().bitten())
                .as("the witness alone is no sign that the process was hit")
                .isFalse();
    }

    @Test
    void silenceThatTheLinkKnowsNothingOfIsNoProof() {
        Observation starved =
                new Observation(Observation.Outcome.SILENT, SILENCE, false, new Bite(0, 0, 0, 0, 0, 0), 1);
        assertThat(starved.confirms(LinkFault.blackhole())).isFalse();
    }

    @Test
    void provesAReset() throws Exception {
        ActiveFault fault = link.inject(LinkFault.reset());
        assertThat(observe().confirms(fault.fault())).isTrue();
        fault.heal();
        assertThat(observe().confirmsNoFault()).isTrue();
    }

    @Test
    void provesALatency() throws Exception {
        ActiveFault fault = link.inject(LinkFault.latencyEachWay(Duration.ofMillis(60), Duration.ofMillis(10)));
        Observation during = observe();
        assertThat(during.confirms(fault.fault())).isTrue();
        assertThat(during.after()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        fault.heal();
        assertThat(observe().confirmsNoFault()).isTrue();
    }

    @Test
    void tellsAClosedLink() throws Exception {
        CompletableFuture<Observation> observation;
        TcpLink other = peers.link("cdn");
        link.close();
        observation = link.observe(SILENCE);
        assertThat(observation.get(10, TimeUnit.SECONDS).outcome()).isEqualTo(Observation.Outcome.REFUSED);
        assertThat(other.observe(SILENCE).get(10, TimeUnit.SECONDS).confirmsNoFault())
                .isTrue();
    }

    @Test
    void watchesSeveralLinksAtOnce() throws Exception {
        TcpLink other = peers.link("cdn");
        link.inject(LinkFault.blackhole());
        CompletableFuture<Observation> cut = link.observe(Duration.ofSeconds(20));
        assertThat(other.observe(SILENCE).get(10, TimeUnit.SECONDS).confirmsNoFault())
                .isTrue();
        assertThat(cut).isNotDone();
        link.close();
        assertThat(cut.get(10, TimeUnit.SECONDS).outcome())
                .as("refused where the witness had not connected yet")
                .isIn(Observation.Outcome.CLOSED, Observation.Outcome.REFUSED);
    }

    @Test
    void anotherWitnessReplacesADeadOne() throws Exception {
        ProcessHandle first = ProcessHandle.of(LinkWitness.shared().pid()).orElseThrow();
        first.destroyForcibly();
        await().until(() -> !first.isAlive());

        assertThat(observe().confirmsNoFault()).isTrue();
        assertThat(LinkWitness.shared().pid()).isNotEqualTo(first.pid());
    }

    @Test
    void aWitnessThatDiesFailsItsObservations() throws Exception {
        link.inject(LinkFault.blackhole());
        CompletableFuture<Observation> observation = link.observe(Duration.ofSeconds(20));
        ProcessHandle.of(LinkWitness.shared().pid()).orElseThrow().destroyForcibly();
        await().until(observation::isCompletedExceptionally);
    }

    @Test
    void aProcessThatIsNotOursIsBittenOnOldAndNewConnections() throws Exception {
        try (ForeignClient process = ForeignClient.start(link.port())) {
            process.tell("connect old");
            process.tell("send old ping");
            Socket upstream = peers.upstream();
            assertThat(Peers.receive(upstream, 4)).isEqualTo("ping");

            ActiveFault fault = link.inject(LinkFault.blackhole());
            process.tell("send old lost");
            assertThat(process.tell("read old")).isEqualTo("silence");
            assertThat(process.tell("connect new")).isEqualTo("ok");
            process.tell("send new lost");
            assertThat(process.tell("read new")).isEqualTo("silence");
            assertThat(fault.bite()).isEqualTo(new Bite(1, 1, 8, 0, 0, 0));

            fault.heal();
            assertThat(process.tell("read old")).isEqualTo("reset");
            assertThat(process.tell("read new")).isEqualTo("reset");
            process.tell("connect after");
            Socket afterwards = peers.upstream();
            Peers.send(afterwards, "!");
            assertThat(process.tell("read after")).isEqualTo("!");
        }
    }

    @Test
    void endsWithItsJvmHoweverThatEnds() throws Exception {
        ForeignClient jvm = ForeignClient.start(link.port());
        ProcessHandle witness =
                ProcessHandle.of(Long.parseLong(jvm.tell("witness"))).orElseThrow();
        assertThat(witness.isAlive()).isTrue();
        jvm.kill();
        await().until(() -> !witness.isAlive());
    }

    private Observation observe() throws Exception {
        return link.observe(SILENCE).get(20, TimeUnit.SECONDS);
    }
}
