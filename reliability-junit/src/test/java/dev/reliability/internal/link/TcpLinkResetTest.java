package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpLinkResetTest {

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
    void resetsEstablishedAndNewConnectionsSparesOtherLinksAndIsGoneAfterHeal() throws Exception {
        TcpLink other = peers.link("cdn");
        Socket spared = peers.client(other);
        Socket sparedUpstream = peers.upstream();
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();

        ActiveFault fault = link.inject(LinkFault.reset());

        assertThat(Peers.receive(client, 1)).isEqualTo("reset");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("reset");
        assertThat(peers.connectAndReceive(link)).isEqualTo("reset");
        await().until(() -> fault.bite().equals(new Bite(1, 1, 0, 0, 0, 2)));
        Peers.send(spared, "x");
        assertThat(Peers.receive(sparedUpstream, 1)).isEqualTo("x");

        fault.heal();
        Socket fresh = peers.client(link);
        Peers.send(fresh, "y");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("y");
        assertThat(fault.bite().connections()).isEqualTo(2);
    }
}
