package dev.reliability.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.reliability.internal.dns.TestDns;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import dev.reliability.testsystem.GivenSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, String> settings = new HashMap<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Served-By", "blue");
            exchange.getResponseHeaders()
                    .set("X-Host", exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aHeaderTellsWhoServes() throws Exception {
        Signal.Reading reading = signal(url("/books") + "#header:x-served-by").read(TIMEOUT);

        assertThat(reading.identities()).containsExactly("blue");
        assertThat(reading.details()).containsEntry("status", 200);
    }

    @Test
    void aPlaceInJsonTellsWhoServes() throws Exception {
        body = "{\"served\": {\"by\": [{\"name\": \"blue\"}], \"all\": [\"blue\", \"green\"]}}";

        assertThat(signal(url("/") + "#json:served.by.0.name").read(TIMEOUT).identities())
                .containsExactly("blue");
        assertThat(signal(url("/") + "#json:/served/by/0/name").read(TIMEOUT).identities())
                .containsExactly("blue");
        assertThat(signal(url("/") + "#json:served.all").read(TIMEOUT).identities())
                .containsExactlyInAnyOrder("blue", "green");
    }

    @Test
    void aBadAnswerNamesNobody() {
        status = 503;
        assertThatThrownBy(() -> signal(url("/") + "#header:X-Served-By").read(TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessage("GET " + url("/") + "#header:X-Served-By answered 503");

        status = 200;
        assertThatThrownBy(() -> signal(url("/") + "#header:X-Other").read(TIMEOUT))
                .hasMessage("the answer (200) has no header X-Other");
        body = "<html>";
        assertThatThrownBy(() -> signal(url("/") + "#json:a").read(TIMEOUT))
                .hasMessage("the answer (200) is not JSON: <html>");
        body = "{\"b\": null}";
        assertThatThrownBy(() -> signal(url("/") + "#json:b").read(TIMEOUT))
                .hasMessage("the answer (200) has no value at b: {\"b\": null}");
    }

    @Test
    void silenceIsBoundedByTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";

            assertThatThrownBy(() -> signal(url + "#header:X").read(Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("GET " + url + ": timeout after 300 ms");
        }
    }

    @Test
    void dnsTellsWhoServes() throws Exception {
        try (TestDns dns = new TestDns()) {
            dns.set("bookstore.example", "5 IN A 127.0.0.2");

            Signal.Reading reading = signal("dns:bookstore.example@" + dns).read(TIMEOUT);

            assertThat(reading.identities()).containsExactly("127.0.0.2");
            assertThat(reading.details()).containsEntry("ttl-seconds", 5L);
        }
    }

    @Test
    void anHttpSignalGoesWhereAGivenResolverSays() throws Exception {
        try (TestDns dns = new TestDns()) {
            dns.set("bookstore.example", "5 IN A 127.0.0.1");
            settings.put("resolver.bookstore.example", dns.toString());
            String url = "http://bookstore.example:" + server.getAddress().getPort() + "/";

            assertThat(signal(url + "#header:X-Host").read(TIMEOUT).identities())
                    .containsExactly("bookstore.example:" + server.getAddress().getPort());
        }
    }

    @Test
    void malformedAddressesArePlanErrors() {
        assertThatThrownBy(() -> signal(url("/")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("does not say who answered: add #header:NAME or #json:PATH");
        assertThatThrownBy(() -> signal(url("/#body"))).isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> signal("http:/x#header:A")).isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> signal("dns:a b"))
                .isInstanceOf(PlanException.class)
                .hasMessage("signal \"dns:a b\": \"a b\" is not a DNS name (expected dns:NAME or"
                        + " dns:NAME@resolver:port)");
        assertThatThrownBy(() -> alarm(url("/#header:X"))).isInstanceOf(PlanException.class);
    }

    @Test
    void anAlarmFiresWhenTheStatusIsNotGood() throws Exception {
        assertThat(alarm(url("/health")).state(TIMEOUT)).isEqualTo(new Alarm.State(false, "200"));

        status = 503;
        assertThat(alarm(url("/health")).state(TIMEOUT)).isEqualTo(new Alarm.State(true, "503"));
    }

    @Test
    void anAlarmOnAStatusFiresWhenNobodyAnswers() throws Exception {
        String url = url("/health");
        server.stop(0);

        assertThat(alarm(url).state(TIMEOUT)).isEqualTo(new Alarm.State(true, "GET " + url + ": connection refused"));
    }

    @Test
    void anAlarmOnJsonFiresWhenItIsNotTrueWhateverTheStatus() throws Exception {
        status = 503;
        body = "{\"database\": true, \"cdn\": false}";

        assertThat(alarm(url("/health#json:database")).state(TIMEOUT))
                .isEqualTo(new Alarm.State(false, "database is true"));
        assertThat(alarm(url("/health#json:cdn")).state(TIMEOUT)).isEqualTo(new Alarm.State(true, "cdn is false"));
    }

    @Test
    void anAlarmOnJsonIsUnknownWhenNobodyAnswers() {
        String url = url("/health#json:database");
        server.stop(0);

        assertThatThrownBy(() -> alarm(url).state(TIMEOUT)).isInstanceOf(IOException.class);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Signal signal(String address) {
        Address parsed = Address.parse(address);
        return ServiceLoader.load(SignalProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.schemes().contains(parsed.scheme()))
                .findFirst()
                .orElseThrow()
                .signal("bookstore", parsed, new GivenSettings(this::setting));
    }

    private Alarm alarm(String address) {
        Address parsed = Address.parse(address);
        return new HttpAlarmProvider().alarm("bookstore", parsed, new GivenSettings(this::setting));
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }
}
