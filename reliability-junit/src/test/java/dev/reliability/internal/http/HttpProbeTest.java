package dev.reliability.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.dns.SystemNames;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HttpProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private TestDns dns;
    private Site blue;

    @BeforeEach
    void start() throws IOException {
        dns = new TestDns();
        blue = new Site("blue", "127.0.0.1", 0);
        dns.set("bookstore.example", "60 IN A 127.0.0.1");
    }

    @AfterEach
    void stop() throws IOException {
        blue.close();
        dns.close();
    }

    @Test
    void connectsAnewForEachSample() {
        Probe probe = HttpProbe.of("http://127.0.0.1:" + blue.port() + "/", "GET", List.of(200));

        assertThat(good(probe)).isTrue();
        assertThat(good(probe)).isTrue();
        assertThat(good(probe)).isTrue();

        assertThat(blue.connections()).isEqualTo(3);
    }

    @Test
    void keepsItsConnectionWhenPooledAndLendsItToNobody() {
        Probe probe = HttpProbe.of("http://127.0.0.1:" + blue.port() + "/", "GET", List.of(200));
        Probe pooled = probe.pooled().orElseThrow();

        sampleThreeTimes(pooled);
        assertThat(blue.connections()).isEqualTo(1);

        assertThat(good(probe.pooled().orElseThrow())).isTrue();
        assertThat(blue.connections()).isEqualTo(2);
    }

    /** The server never ends a connection itself. */
    @Test
    void closingItEndsThePooledConnectionsOfItsSamples() throws Exception {
        try (Patient patient = new Patient()) {
            Probe probe = HttpProbe.of("http://127.0.0.1:" + patient.port() + "/", "GET", List.of(200));
            Probe pooled = probe.pooled().orElseThrow();
            assertThat(good(pooled)).isTrue();
            assertThat(patient.open()).as("kept for the next sample").isOne();

            probe.close();

            await().atMost(TIMEOUT).until(() -> patient.open() == 0);
            assertThat(patient.accepted()).isOne();
        }
    }

    @Test
    void keepsItsConnectionWhenPooledAndFollowing() {
        Probe pooled = following().pooled().orElseThrow();

        sampleThreeTimes(pooled);

        assertThat(blue.connections()).isEqualTo(1);
        assertThat(blue.requests()).containsOnly("bookstore.example:" + blue.port());
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void freshConnectionsFollowAMoveAndKeptOnesStayUntilTheyEnd() throws IOException {
        try (Site green = new Site("green", "127.0.0.2", blue.port())) {
            Probe fresh = following();
            Probe pooled = fresh.pooled().orElseThrow();
            assertThat(good(fresh)).isTrue();
            assertThat(good(pooled)).isTrue();
            assertThat(blue.requests()).hasSize(2);

            dns.set("bookstore.example", "60 IN A 127.0.0.2");
            assertThat(good(fresh)).isTrue();
            assertThat(green.requests()).containsExactly("bookstore.example:" + blue.port());
            assertThat(good(pooled)).isTrue();
            assertThat(blue.requests()).hasSize(3);

            blue.close();
            // the first of these may still meet the connection that was closed
            await().until(() -> good(pooled));
            assertThat(green.requests()).hasSize(2);
        }
    }

    @Test
    void saysWhatCameInsteadOfAGoodAnswer() throws IOException {
        blue.status(503);
        assertThat(observe(following(), TIMEOUT)).isEqualTo(new Observation(false, "200", "503"));

        dns.set("bookstore.example");
        assertThat(observe(following(), TIMEOUT).got())
                .isEqualTo("name server " + dns + " has no address for bookstore.example");

        blue.close();
        dns.set("bookstore.example", "60 IN A 127.0.0.1");
        assertThat(observe(following(), TIMEOUT).got()).isEqualTo("connection refused");

        dns.mode(TestDns.Mode.SILENT);
        assertThat(observe(following(), Duration.ofMillis(300)).good()).isFalse();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Probe probe = HttpProbe.of("http://127.0.0.1:" + silent.getLocalPort() + "/", "GET", List.of(200));
            assertThat(observe(probe, Duration.ofMillis(300)).got()).isEqualTo("timeout after 300 ms");
        }
    }

    @Test
    void aMoveInTheHostsFileCountsAtTheNextSample(@TempDir Path directory) throws IOException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 my_books\n");
        SystemNames names = SystemNames.of(
                hosts, directory.resolve("resolv.conf"), Map.of(), dns.address().getPort());
        Probe probe = HttpProbe.of(
                "http://my_books:" + blue.port() + "/", "GET", HttpHeaders.NONE, List.of(200), names::lookup);
        assertThat(good(probe)).isTrue();
        assertThat(blue.requests()).containsExactly("my_books:" + blue.port());

        Files.writeString(hosts, "");
        assertThat(observe(probe, TIMEOUT).got()).isEqualTo("name server " + dns + " says NXDOMAIN to my_books");

        dns.set("my_books", "3600 IN A 127.0.0.1");
        assertThat(good(probe)).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theNextAddressIsTriedWhereNobodyListens() throws IOException {
        dns.set("bookstore.example", "60 IN A 127.0.0.3", "60 IN A 127.0.0.2", "60 IN A 127.0.0.1");

        assertThat(good(following())).isTrue();
        assertThat(blue.requests()).hasSize(1);
    }

    @Test
    void saysThatItWasStillLookingUp(@TempDir Path directory) throws IOException {
        dns.mode(TestDns.Mode.SILENT);
        SystemNames names = SystemNames.of(
                directory.resolve("hosts"),
                directory.resolve("resolv.conf"),
                Map.of(),
                dns.address().getPort());
        Probe probe = HttpProbe.of("http://bookstore.example/", "GET", HttpHeaders.NONE, List.of(200), names::lookup);

        assertThat(observe(probe, Duration.ofMillis(300)).got())
                .startsWith("timeout after 300 ms, looking up bookstore.example");
    }

    @Test
    void sendsHeaders() {
        HttpHeaders headers = HttpHeaders.of(List.of(new HttpHeaders.Entry("Host", "shop.example")));
        Probe probe = HttpProbe.of(
                "http://127.0.0.1:" + blue.port() + "/", "GET", headers, List.of(200), SystemNames::ofMachine);

        assertThat(good(probe)).isTrue();
        assertThat(blue.requests()).containsExactly("shop.example");
    }

    private Probe following() {
        return HttpProbe.of(
                "http://bookstore.example:" + blue.port() + "/",
                "GET",
                HttpHeaders.NONE,
                List.of(200),
                host -> DnsLookup.at(host, dns.address()));
    }

    /** Not all at once, since a connection is given back only after the answer. */
    private void sampleThreeTimes(Probe probe) {
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(good(probe)).isTrue();
            return blue.requests().size() >= 3;
        });
    }

    private static boolean good(Probe probe) {
        return observe(probe, TIMEOUT).good();
    }

    private static Observation observe(Probe probe, Duration timeout) {
        return probe.observe(timeout).toCompletableFuture().join();
    }
}
