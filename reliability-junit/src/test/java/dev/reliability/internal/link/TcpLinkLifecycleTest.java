package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpLinkLifecycleTest {

    /** Links of other test classes of this JVM live to the end of its test plan. */
    @BeforeAll
    static void endOthers() {
        SharedClients.closeAll();
    }

    @Test
    void closeEndsConnectionsListenerAndThread() throws Exception {
        try (Peers peers = new Peers()) {
            TcpLink link = peers.link("db");
            Socket client = peers.client(link);
            Socket upstream = peers.upstream();
            ActiveFault fault = link.inject(LinkFault.blackhole());

            link.close();
            link.close();

            assertThat(Peers.receive(client, 1)).isEqualTo("end");
            assertThat(Peers.receive(upstream, 1)).isEqualTo("end");
            assertThat(fault.active()).isFalse();
            fault.heal();
            assertThatThrownBy(() -> peers.client(link)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> link.inject(LinkFault.reset()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("link db is closed");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("reliability-link");
            try (ServerSocket again = new ServerSocket(link.port(), 1, Sockets.LOOPBACK)) {
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    @Test
    void oneLinksEndLeavesTheOthersRunning() throws Exception {
        try (Peers peers = new Peers()) {
            TcpLink link = peers.link("db");
            TcpLink closed = peers.link("cdn");
            closed.close();
            try (ServerSocket again = new ServerSocket(closed.port(), 1, Sockets.LOOPBACK)) {
                assertThat(again.isBound()).as("the port is free at once").isTrue();
            }
            Socket client = peers.client(link);
            Peers.send(client, "x");
            assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("x");
        }
    }

    @Test
    void leaksNoDescriptors() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).isDirectory();
        useEverythingOnce();
        long before = count(descriptors);
        for (int i = 0; i < 5; i++) {
            useEverythingOnce();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(count(descriptors)).isLessThanOrEqualTo(before + 3));
    }

    private static void useEverythingOnce() throws Exception {
        try (Peers peers = new Peers()) {
            TcpLink link = peers.link("db");
            for (LinkFault fault : new LinkFault[] {
                LinkFault.blackhole(), LinkFault.reset(), LinkFault.latencyEachWay(Duration.ofHours(1), Duration.ZERO)
            }) {
                Socket established = peers.client(link);
                peers.upstream();
                try (ActiveFault active = link.inject(fault)) {
                    try {
                        Peers.send(peers.client(link), "x");
                        Peers.send(established, "x");
                    } catch (IOException e) {
                        assertThat(fault).isInstanceOf(LinkFault.Reset.class);
                    }
                    await().until(() -> active.bite().connections() == 2);
                }
            }
        }
    }

    private static long count(Path descriptors) throws IOException {
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.count();
        }
    }
}
