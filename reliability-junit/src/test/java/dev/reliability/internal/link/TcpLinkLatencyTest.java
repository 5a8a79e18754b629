package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpLinkLatencyTest {

    private static final Duration FOREVER = Duration.ofHours(1);

    private Peers peers;
    private TcpLink link;
    private Socket client;
    private Socket upstream;

    @BeforeEach
    void open() throws Exception {
        peers = new Peers();
        link = peers.link("db");
        client = peers.client(link);
        upstream = peers.upstream();
    }

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void delaysEachDirection() throws Exception {
        ActiveFault fault = link.inject(LinkFault.latencyEachWay(Duration.ofMillis(40), Duration.ZERO));
        long start = System.nanoTime();
        Peers.send(client, "a");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("a");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
        Peers.send(upstream, "b");
        assertThat(Peers.receive(client, 1)).isEqualTo("b");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(80));

        Socket fresh = peers.client(link);
        Peers.send(fresh, "c");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("c");
        assertThat(fault.bite()).isEqualTo(new Bite(1, 1, 0, 0, 3, 0));
    }

    @Test
    void leavesADirectionWithoutDelayAlone() throws Exception {
        ActiveFault fault = link.inject(new LinkFault.Latency(FOREVER, Duration.ZERO, Duration.ofMillis(1)));
        Peers.send(upstream, "prompt");
        assertThat(Peers.receive(client, 6)).isEqualTo("prompt");
        Peers.send(client, "late");
        assertThat(Peers.glance(upstream)).isEqualTo("silence");
        assertThat(fault.bite().delayedChunks()).isOne();
    }

    @Test
    void keepsTheOrderWhateverTheJitter() throws Exception {
        link.inject(LinkFault.latencyEachWay(Duration.ofMillis(5), Duration.ofMillis(50)));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String text = i + ",";
            expected.append(text);
            Peers.send(client, text);
        }
        client.shutdownOutput();
        assertThat(Peers.receive(upstream, expected.length())).isEqualTo(expected.toString());
        assertThat(Peers.receive(upstream, 1)).as("the end comes last").isEqualTo("end");
    }

    @Test
    void sparesOtherLinks() throws Exception {
        TcpLink other = peers.link("cdn");
        link.inject(LinkFault.latencyEachWay(FOREVER, Duration.ZERO));
        Peers.send(client, "late");
        Socket spared = peers.client(other);
        Peers.send(spared, "x");
        assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("x");
    }

    @Test
    void deliversAtHealWhatItHeldBackAndIsGone() throws Exception {
        ActiveFault fault = link.inject(LinkFault.latencyEachWay(FOREVER, Duration.ZERO));
        Peers.send(client, "held");
        await().until(() -> fault.bite().delayedChunks() == 1);

        fault.heal();
        Peers.send(client, " back");
        assertThat(Peers.receive(upstream, 9)).isEqualTo("held back");

        link.inject(LinkFault.latencyEachWay(Duration.ofMillis(10), Duration.ZERO));
        Peers.send(client, "x");
        assertThat(Peers.receive(upstream, 1))
                .as("not bound to the long delay before")
                .isEqualTo("x");
    }

    @Test
    void passesAResetOnBehindTheDataBeforeIt() throws Exception {
        link.inject(new LinkFault.Latency(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO));
        Peers.send(client, "data");
        await().until(() -> link.totals().faults().delayedChunks() == 1);
        client.setSoLinger(true, 0);
        client.close();
        assertThat(Peers.receive(upstream, 4)).isEqualTo("data");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("reset");
    }

    @Test
    void holdsBackNoMoreThanItsBound() throws Exception {
        ActiveFault fault = link.inject(LinkFault.latencyEachWay(FOREVER, Duration.ZERO));
        byte[] bulk = new byte[64 << 20];
        Thread sender = new Thread(() -> {
            try {
                client.getOutputStream().write(bulk);
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        await().until(() -> fault.bite().delayedChunks() > 1);
        long[] last = {-1};
        await().pollInterval(Duration.ofMillis(100))
                .until(() -> last[0] == (last[0] = fault.bite().delayedChunks()));
        assertThat(sender.isAlive()).as("the writer is held up").isTrue();
        client.close();
        sender.join(Peers.PATIENCE);
    }

    @Test
    void refusesWhatDelaysNothing() {
        assertThatThrownBy(() -> LinkFault.latencyEachWay(Duration.ZERO, Duration.ofMillis(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delays nothing");
        assertThatThrownBy(() -> LinkFault.latencyEachWay(Duration.ofMillis(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }
}
