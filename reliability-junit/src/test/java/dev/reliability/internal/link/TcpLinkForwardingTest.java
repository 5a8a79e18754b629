package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpLinkForwardingTest {

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
    void forwardsBothWaysAndCounts() throws Exception {
        Socket client = peers.client(link);
        Peers.send(client, "question");
        Socket upstream = peers.upstream();

        assertThat(Peers.receive(upstream, 8)).isEqualTo("question");
        Peers.send(upstream, "an answer");
        assertThat(Peers.receive(client, 9)).isEqualTo("an answer");

        // what was written is counted after it has gone out
        await().untilAsserted(() ->
                assertThat(link.totals()).isEqualTo(new LinkTotals(1, 1, 8, 9, 0, new Bite(0, 0, 0, 0, 0, 0))));
    }

    @Test
    void theUpstreamMaySpeakFirst() throws Exception {
        Socket client = peers.client(link);
        Peers.send(peers.upstream(), "hello");
        assertThat(Peers.receive(client, 5)).isEqualTo("hello");
    }

    @Test
    void followsAHostName() throws Exception {
        TcpLink named = TcpLink.open(
                "db",
                InetSocketAddress.createUnresolved("localhost", peers.address().getPort()));
        try (named) {
            Socket client = peers.client(named);
            Peers.send(client, "x");
            assertThat(Peers.receive(peers.upstream(), 1)).isEqualTo("x");
        }
    }

    @Test
    void aHalfClosedConnectionStillCarriesTheOtherDirection() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        Peers.send(client, "last words");
        client.shutdownOutput();

        assertThat(Peers.receive(upstream, 10)).isEqualTo("last words");
        assertThat(Peers.receive(upstream, 1)).isEqualTo("end");
        Peers.send(upstream, "still here");
        assertThat(Peers.receive(client, 10)).isEqualTo("still here");
        Peers.send(upstream, "and now");
        upstream.shutdownOutput();
        assertThat(Peers.receive(client, 7)).isEqualTo("and now");
        assertThat(Peers.receive(client, 1)).isEqualTo("end");
        await().until(() -> link.totals().open() == 0);
    }

    @Test
    void aHalfCloseOfTheUpstreamLeavesTheClientSending() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        upstream.shutdownOutput();
        assertThat(Peers.receive(client, 1)).isEqualTo("end");
        Peers.send(client, "more");
        assertThat(Peers.receive(upstream, 4)).isEqualTo("more");
    }

    @Test
    void aResetOfOneSideIsAResetOfTheOther() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        upstream.setSoLinger(true, 0);
        upstream.close();
        assertThat(Peers.receive(client, 1)).isEqualTo("reset");

        Socket second = peers.client(link);
        Socket secondUpstream = peers.upstream();
        second.setSoLinger(true, 0);
        second.close();
        assertThat(Peers.receive(secondUpstream, 1)).isEqualTo("reset");
    }

    @Test
    void aRefusedUpstreamEndsTheClientsConnection() throws Exception {
        int dead;
        try (ServerSocket gone = new ServerSocket(0)) {
            dead = gone.getLocalPort();
        }
        try (TcpLink broken = TcpLink.open("db", InetSocketAddress.createUnresolved("127.0.0.1", dead));
                TcpLink unknown = TcpLink.open("db", InetSocketAddress.createUnresolved("no-such-host.invalid", 1))) {
            assertThat(peers.connectAndReceive(broken)).isEqualTo("reset");
            assertThat(broken.totals().upstreamFailures()).isOne();
            assertThat(peers.connectAndReceive(unknown)).isEqualTo("reset");
            assertThat(unknown.totals().upstreamFailures()).isOne();
            await().until(() -> broken.totals().open() + unknown.totals().open() == 0);
        }
    }

    @Test
    void aReaderThatStopsStopsItsWriterAndLosesNothing() throws Exception {
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        SocketChannel sender = SocketChannel.open(link.address());
        Socket slowReader = peers.upstream();
        // the kernel's buffers grow to some megabytes on each of the two sockets; endless memory would take all
        long bound = 256L * 1024 * 1024;
        long sent = Peers.fill(sender, bound);
        assertThat(sent).isLessThan(bound);

        Peers.send(client, "ping");
        assertThat(Peers.receive(upstream, 4))
                .as("another connection meanwhile")
                .isEqualTo("ping");

        sender.shutdownOutput();
        slowReader.setSoTimeout(Peers.PATIENCE);
        InputStream in = slowReader.getInputStream();
        long received = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            received += read;
        }
        assertThat(received).isEqualTo(sent);
        sender.close();
    }

    @Test
    void carriesBulkBothWaysAtOnceUnchanged() throws Exception {
        byte[] up = random(1, 20_000_000);
        byte[] down = random(2, 20_000_000);
        Socket client = peers.client(link);
        Socket upstream = peers.upstream();
        List<CompletableFuture<byte[]>> ends = List.of(exchange(client, up), exchange(upstream, down));

        assertThat(ends.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(down);
        assertThat(ends.get(1).get(30, TimeUnit.SECONDS)).isEqualTo(up);
        await().until(() -> link.totals().open() == 0);
        assertThat(link.totals().bytesToUpstream()).isEqualTo(20_000_000);
    }

    @Test
    void carriesAThousandConnectionsOnOneThread() throws Exception {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Socket client = peers.client(link);
            Peers.send(client, "0123456789".substring(i % 10, i % 10 + 1));
            clients.add(client);
        }
        for (int i = 0; i < 1000; i++) {
            Socket upstream = peers.upstream();
            Peers.send(upstream, Peers.receive(upstream, 1));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(Peers.receive(clients.get(i), 1)).isEqualTo("0123456789".substring(i % 10, i % 10 + 1));
        }
        assertThat(link.totals().open()).isEqualTo(1000);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("reliability-link"))
                .singleElement()
                .matches(Thread::isDaemon);
    }

    @Test
    void saysWhichAddressItCannotListenOn() {
        assertThatThrownBy(() -> TcpLink.open("cdn", link.address(), peers.address()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("link cdn cannot listen on")
                .hasMessageContaining(Integer.toString(link.port()));
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<byte[]> exchange(Socket socket, byte[] bytes) {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> {
                    try {
                        OutputStream out = socket.getOutputStream();
                        out.write(bytes);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "test-sender").start());
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        socket.setSoTimeout(Peers.PATIENCE);
                        return socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "test-receiver").start());
        return received.thenCombine(sent, (read, nothing) -> read);
    }
}
