package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpLinkBlackholeTest {

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

    @Test
    void swallowsBothDirectionsOfAnEstablishedConnectionAndKeepsItOpen() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        ActiveFault fault = link.inject(LinkFault.blackhole());

        Peers.send(client, "lost");
        Peers.send(upstream, "lost too");

        assertThat(Peers.glance(upstream)).isEqualTo("silence");
        assertThat(Peers.glance(client)).isEqualTo("silence");
        assertThat(fault.bite()).isEqualTo(new Bite(0, 1, 4, 8, 0, 0));
        assertThat(link.totals().open()).isOne();
    }

    @Test
    void acceptsANewConnectionAndKeepsItSilent() throws Exception {
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Socket client = peers.client(link);
        Peers.send(client, "anybody?");

        assertThat(Peers.glance(client)).isEqualTo("silence");
        assertThat(peers.upstreamReached()).isFalse();
        assertThat(fault.bite()).isEqualTo(new Bite(1, 0, 8, 0, 0, 0));
    }

    @Test
    void hidesTheEndAndTheResetOfTheOtherSide() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        Socket secondClient = peers.client(link);
        Socket secondUpstream = peers.upstream();
        ActiveFault fault = link.inject(LinkFault.blackhole());

        upstream.close();
        secondClient.setSoLinger(true, 0);
        secondClient.close();

        assertThat(Peers.glance(client)).isEqualTo("silence");
        assertThat(Peers.glance(secondUpstream)).isEqualTo("silence");
        assertThat(fault.bite().bitten())
                .as("the end of a connection is nobody's traffic")
                .isFalse();
    }

    @Test
    void connectionsCaughtWhileTheyConnectAreSilentOnBothSides() throws Exception {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(peers.client(link));
        }
        ActiveFault fault = link.inject(LinkFault.blackhole());
        for (Socket client : clients) {
            Peers.send(client, "x");
        }
        await().until(() -> fault.bite().connections() == 100);

        assertThat(Peers.glance(clients.get(0))).isEqualTo("silence");
        while (peers.upstreamReached()) {
            assertThat(Peers.look(peers.upstream(), 1)).isEqualTo("silence");
        }
        for (Socket client : clients) {
            assertThat(Peers.look(client, 1)).isEqualTo("silence");
        }
    }

    @Test
    void anIdleConnectionIsNoProof() throws Exception {
        peers.client(link);
        peers.upstream();
        ActiveFault fault = link.inject(LinkFault.blackhole());

        assertThat(fault.bite().bitten()).isFalse();
    }

    @Test
    void sparesOtherLinks() throws Exception {
        TcpLink other = peers.link("cdn");
        Socket client = peers.client(other);
        Socket upstream = peers.upstream();
        link.inject(LinkFault.blackhole());

        Peers.send(client, "a");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("a");
        Socket fresh = peers.client(other);
        Peers.send(fresh, "b");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("b");
        assertThat(other.fault()).isEmpty();
    }

    @Test
    void resetsAtHealWhatLostBytesAndDeliversNoneOfThem() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        Peers.send(client, "before");
        assertThat(Peers.receive(upstream, 6)).isEqualTo("before");
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Socket fresh = peers.client(link);
        Peers.send(client, "lost");
        Peers.send(fresh, "lost");
        await().until(() -> fault.bite().swallowed() == 8);

        fault.heal();

        assertThat(Peers.receive(upstream, 1)).isEqualTo("reset");
        assertThat(Peers.receive(client, 1)).isEqualTo("reset");
        assertThat(Peers.receive(fresh, 1)).isEqualTo("reset");
        assertThat(peers.upstreamReached()).isFalse();
        assertThat(fault.bite().resets()).isEqualTo(2);
        assertThat(fault.active()).isFalse();
        assertThat(link.totals().faults()).isEqualTo(fault.bite());
    }

    @Test
    void isGoneAfterHealForEverythingThatLostNothing() throws Exception {
        Socket established = peers.client(link);
        Socket upstream = peers.upstream();
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Socket waiting = peers.client(link);
        await().until(() -> fault.bite().newConnections() == 1);

        fault.heal();

        Peers.send(established, "a");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("a");
        Peers.send(peers.upstream(), "greeting");
        assertThat(Peers.receive(waiting, 8)).isEqualTo("greeting");
        Socket fresh = peers.client(link);
        Peers.send(fresh, "b");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("b");
        assertThat(link.fault()).isEmpty();
    }

    @Test
    void swallowsWhatASlowReaderHasNotTakenYet() throws Exception {
        SocketChannel sender = SocketChannel.open(link.address());
        Socket reader = peers.upstream();
        Peers.fill(sender, Long.MAX_VALUE);
        ActiveFault fault = link.inject(LinkFault.blackhole());

        long passed = link.totals().bytesToUpstream();
        await().until(() -> fault.bite().swallowedToUpstream() > LinkLoop.CHUNK);
        assertThat(Peers.count(reader)).isEqualTo(passed);
        assertThat(link.totals().bytesToUpstream()).isEqualTo(passed);

        fault.heal();
        assertThat(Peers.receive(reader, 1)).isEqualTo("reset");
        sender.close();
    }

    @Test
    void refusesASecondFaultAndNamesTheFirst() {
        ActiveFault fault = link.inject(LinkFault.blackhole());

        assertThatThrownBy(() -> link.inject(LinkFault.reset()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("link db already has a blackhole: no reset can be set on it before that is healed");
        assertThat(link.fault()).containsSame(fault);

        fault.heal();
        ActiveFault next = link.inject(LinkFault.reset());
        fault.heal();
        assertThat(next.active())
                .as("healing the first again leaves the second alone")
                .isTrue();
    }

    @Test
    void endsByItselfAtItsLimit() throws Exception {
        ActiveFault fault = link.inject(LinkFault.blackhole(), Duration.ofMillis(50));
        await().until(() -> !fault.active());

        Socket client = peers.client(link);
        Peers.send(client, "x");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("x");
    }

    @Test
    void keepsABoundedNumberOfClientsThatGaveUp() throws Exception {
        ActiveFault fault = link.inject(LinkFault.blackhole());
        for (int i = 0; i < 400; i++) {
            peers.client(link).close();
        }
        await().until(() -> fault.bite().newConnections() == 400);
        await().until(() -> link.totals().open() <= 256);

        fault.heal();
        await().until(() -> link.totals().open() == 0);
    }

    @Test
    void healsInSpiteOfAnInterrupt() throws Exception {
        ActiveFault fault = link.inject(LinkFault.blackhole());
        Thread.currentThread().interrupt();
        fault.heal();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(link.fault()).isEmpty();
    }
}
