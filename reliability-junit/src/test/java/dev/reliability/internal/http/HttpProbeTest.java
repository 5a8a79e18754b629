package dev.reliability.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
    void freshConnectionsFollowAMoveAndKeptOnesStayUntilTheyFail() throws IOException {
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
            assertThat(good(pooled)).isFalse();
            assertThat(good(pooled)).isTrue();
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

    private Probe following() {
        return HttpProbe.of(
                "http://bookstore.example:" + blue.port() + "/",
                "GET",
                List.of(200),
                host -> Optional.of(DnsLookup.at(host, dns.address())));
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
