package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.DatagramCaller.Answers;
import dev.reliability.junit.Attack;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.PacketLossAttack;
import dev.reliability.junit.Protocol;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.local.Link;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links that carry datagrams, seen by a process that is not ours. */
@Timeout(120)
class DatagramLinkTest {

    private static final int COUNT = 200;

    @TempDir
    Path directory;

    private static DatagramSocket server;

    @BeforeAll
    static void start() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(DatagramLinkTest::echo, "datagram-echo");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterAll
    static void end() {
        SharedClients.closeAll();
        server.close();
    }

    private static void echo() {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        while (!server.isClosed()) {
            try {
                server.receive(packet);
                server.send(packet);
            } catch (IOException e) {
                return;
            }
        }
    }

    static class Attacked {

        @ReliabilityTarget("dns")
        static final Link DNS = Link.udp(() -> "127.0.0.1:" + server.getLocalPort());

        static Answers lossy;

        @Test
        @BlackholeAttack(target = "dns", duration = "30s", protocol = Protocol.UDP)
        void cut(Attack attack) throws IOException {
            assertThat(DatagramCaller.send(DNS.port(), 1, 200).count()).isZero();
            end(attack);
        }

        @Test
        @LatencyAttack(target = "dns", latency = "100ms", duration = "30s")
        void slow(Attack attack) throws IOException {
            assertThat(DatagramCaller.send(DNS.port(), 1, 5_000).firstAfterMillis())
                    .isGreaterThanOrEqualTo(200);
            end(attack);
        }

        @Test
        @PacketLossAttack(target = "dns", percent = 50, duration = "30s")
        void lossy(Attack attack) throws IOException {
            lossy = DatagramCaller.send(DNS.port(), COUNT, 500);
            end(attack);
        }

        private static void end(Attack attack) {
            attack.awaitBite();
            attack.revert();
        }
    }

    @Test
    void datagramsAreCutOffDelayedAndLostAndPassAgain() throws IOException {
        Kit.assertAllPass(Kit.run(directory, Attacked.class), 3);
        assertThat(Attacked.lossy.count()).isBetween(1, COUNT - 1);
        assertThat(DatagramCaller.send(Attacked.DNS.port(), 1, 5_000).count()).isOne();
    }

    static class Unused {

        @ReliabilityTarget("dns")
        static final Link DNS = Link.udp("127.0.0.1:53");

        @Test
        @BlackholeAttack(target = "dns", duration = "500ms")
        void goesThereByAnotherWay() {
            assertThat(DNS.host()).isEqualTo("127.0.0.1");
        }

        @Test
        @ShutdownAttack(target = "dns")
        @BlackholeAttack(target = "dns", duration = "500ms", protocol = Protocol.TCP)
        void cannotBeDone() {
            throw new AssertionError("must not run");
        }
    }

    @Test
    void whatNobodyUsesProvesNothingAndWhatCannotBeDoneIsSaid() {
        assertThat(Kit.failures(Kit.run(directory, Unused.class)))
                .hasSize(2)
                .anySatisfy(thrown -> assertThat(thrown)
                        .isInstanceOf(InconclusiveException.class)
                        .hasMessageContaining("dropped nothing in 500 ms: nobody has sent anything to 127.0.0.1:"
                                + Unused.DNS.port() + ", the address of link dns"))
                .anySatisfy(thrown -> assertThat(thrown)
                        .isInstanceOf(InvalidExperimentException.class)
                        .hasMessageContaining("a link that carries datagrams cannot have a shutdown: it can have"
                                + " blackhole, latency and packet loss")
                        .hasMessageContaining("link dns carries UDP alone, so a blackhole of TCP would hit nothing"));
    }
}
