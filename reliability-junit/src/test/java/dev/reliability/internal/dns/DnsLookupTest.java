package dev.reliability.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.dns.TestDns.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsLookupTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private TestDns dns;

    @BeforeEach
    void start() throws IOException {
        dns = new TestDns();
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    @Test
    void asksForBothFamiliesAndTellsTheLeastTtl() throws IOException {
        dns.set("bookstore.example", "7 IN A 127.0.0.2", "5 IN A 127.0.0.3", "9 IN AAAA ::1");

        DnsAnswer answer = ask("bookstore.example");

        assertThat(texts(answer)).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3", "0:0:0:0:0:0:0:1");
        assertThat(answer.ttlSeconds()).isEqualTo(5);
        assertThat(answer.servers()).containsExactly(dns.toString());
        assertThat(dns.queries())
                .containsExactlyInAnyOrder("udp A bookstore.example RD", "udp AAAA bookstore.example RD");
    }

    @Test
    void keepsNoAnswerWhateverItsTtl() throws IOException {
        dns.set("bookstore.example", "3600 IN A 127.0.0.2");
        DnsLookup lookup = DnsLookup.at("bookstore.example", dns.address());
        assertThat(texts(lookup.ask(TIMEOUT).join())).containsExactly("127.0.0.2");

        dns.set("bookstore.example", "3600 IN A 127.0.0.3");

        assertThat(texts(lookup.ask(TIMEOUT).join())).containsExactly("127.0.0.3");
    }

    @Test
    void asksOverTcpWhatIsTooLongForUdp() throws IOException {
        dns.set("bookstore.example", "1 IN A 127.0.0.2");
        dns.mode(Mode.TRUNCATE);

        assertThat(texts(ask("bookstore.example"))).containsExactly("127.0.0.2");
        assertThat(dns.queries()).contains("tcp A bookstore.example RD");
    }

    @Test
    void asksAgainWhenAPacketIsLost() throws IOException {
        dns.set("bookstore.example", "1 IN A 127.0.0.2");
        dns.mode(Mode.SILENT_ONCE);

        assertThat(texts(ask("bookstore.example"))).containsExactly("127.0.0.2");
    }

    @Test
    void followsAliasesAndNamesThem() throws IOException {
        dns.set("bookstore.example", "60 IN CNAME blue.bookstore.example.");
        dns.set("blue.bookstore.example", "2 IN A 127.0.0.2");

        DnsAnswer answer = ask("bookstore.example");

        assertThat(texts(answer)).containsExactly("127.0.0.2");
        assertThat(answer.aliases()).containsExactly("blue.bookstore.example");
        assertThat(answer.ttlSeconds()).isEqualTo(2);
    }

    @Test
    void doesNotFollowACircle() throws IOException {
        dns.set("a.example", "60 IN CNAME b.example.").set("b.example", "60 IN CNAME a.example.");

        assertThatThrownBy(() -> ask("a.example")).hasMessageContaining("a.example is an alias of an alias");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        dns.set("mail.example", "60 IN MX 10 mx.example.");

        assertThatThrownBy(() -> ask("nowhere.example"))
                .hasMessage("name server " + dns + " says NXDOMAIN to nowhere.example");
        assertThatThrownBy(() -> ask("mail.example"))
                .hasMessage("name server " + dns + " has no address for mail.example");
        dns.mode(Mode.SERVFAIL);
        assertThatThrownBy(() -> ask("mail.example"))
                .hasMessage("name server " + dns + " says SERVFAIL to mail.example");
        dns.mode(Mode.SILENT);
        assertThatThrownBy(() -> DnsLookup.at("mail.example", dns.address())
                        .ask(Duration.ofMillis(300))
                        .join())
                .hasMessageContaining("no answer for");
    }

    @Test
    void findsTheAuthoritativeServersAndAsksThemAllWithoutRecursion() throws IOException {
        try (TestDns zone = new TestDns()) {
            dns.set("bookstore.example", "60 IN NS ns1.example.", "60 IN NS ns2.example.");
            dns.set("ns1.example", "60 IN A 127.0.0.1").set("ns2.example", "60 IN A 127.0.0.1");
            zone.set("www.bookstore.example", "1 IN A 127.0.0.2");
            DnsLookup lookup = DnsLookup.authoritative(
                    "www.bookstore.example",
                    new Authorities(dns.address(), zone.address().getPort()));

            assertThat(texts(lookup.ask(TIMEOUT).join())).containsExactly("127.0.0.2");
            assertThat(zone.queries())
                    .containsExactlyInAnyOrder("udp A www.bookstore.example", "udp AAAA www.bookstore.example");
            assertThat(dns.queries()).contains("udp NS www.bookstore.example RD", "udp NS bookstore.example RD");

            dns.queries().clear();
            assertThat(texts(lookup.ask(TIMEOUT).join())).containsExactly("127.0.0.2");
            assertThat(dns.queries()).isEmpty();
        }
    }

    @Test
    void aNameWithoutAZoneIsSaid() {
        assertThatThrownBy(() -> DnsLookup.authoritative("www.nowhere.example", new Authorities(dns.address(), 53))
                        .ask(TIMEOUT)
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no zone with name servers holds www.nowhere.example, says resolver " + dns);
    }

    @Test
    void readsNameServers() {
        assertThat(NameServer.text(NameServer.parse("127.0.0.1:5353"))).isEqualTo("127.0.0.1:5353");
        assertThat(NameServer.text(NameServer.parse("127.0.0.1"))).isEqualTo("127.0.0.1:53");
        assertThat(NameServer.text(NameServer.parse("[::1]:53"))).isEqualTo("[0:0:0:0:0:0:0:1]:53");
        assertThatThrownBy(() -> NameServer.parse("127.0.0.1:99999")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NameServer.parse("::1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DnsLookup.parse("@127.0.0.1")).isInstanceOf(IllegalArgumentException.class);
    }

    private DnsAnswer ask(String name) {
        try {
            return DnsLookup.at(name, dns.address()).ask(TIMEOUT).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private static List<String> texts(DnsAnswer answer) {
        return answer.addresses().stream().map(InetAddress::getHostAddress).toList();
    }
}
