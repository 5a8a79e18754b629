package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsFrontDoorTest {

    private static final String BLUE = "127.0.0.2";
    private static final String GREEN = "127.0.0.3";

    private Switchable blue;
    private SimpleResolver resolver;
    private String log;
    private BookstoreCommand command;

    @BeforeEach
    void prepare() throws IOException {
        blue = new Switchable("bookstore-api-blue");
        int port = BookstoreCommand.freePort("127.0.0.1");
        int httpPort = BookstoreCommand.freePort("127.0.0.1");
        log = "http://127.0.0.1:" + httpPort + "/log";
        resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(port);
        command = BookstoreCommand.dns(port, httpPort, BLUE, GREEN, blue.url() + "/health")
                .with("INTERVAL", "100ms");
    }

    @AfterEach
    void close() {
        blue.close();
    }

    @Test
    void movesToTheSecondaryAndBack() throws Exception {
        try (SampleProcess dns = SampleProcess.launch(command).awaitReady()) {
            assertThat(answer(Type.A)).containsExactly(BLUE);

            blue.healthy(false);
            awaitAnswer(GREEN);
            blue.healthy(true);
            awaitAnswer(BLUE);

            assertThat(Http.get(log).body())
                    .containsPattern(
                            "\\{\"at\":\"[-0-9]+T[:0-9]+(\\.\\d{3})?Z\",\"from\":\"127.0.0.2\",\"to\":\"127.0.0.3\","
                                    + "\"reason\":\"GET .*/health answered 503, 2 in a row\"},"
                                    + "\\{\"at\":.*\"from\":\"127.0.0.3\",\"to\":\"127.0.0.2\"");
            await().atMost(SampleProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(dns.output()).anySatisfy(line -> assertThat(line)
                            .matches("moved bookstore\\.example\\. from 127\\.0\\.0\\.2 to 127\\.0\\.0\\.3"
                                    + " at [-0-9]+T[:0-9]+(\\.\\d{3})?Z: .*")));
            assertThat(dns.stop()).isEqualTo(143);
        }
    }

    @Test
    void movesWhenThePrimaryIsGone() throws Exception {
        try (SampleProcess dns = SampleProcess.launch(command).awaitReady()) {
            blue.vanish();

            awaitAnswer(GREEN);
            assertThat(dns.handle().isAlive()).isTrue();
        }
    }

    @Test
    void isAuthoritativeForItsNameOverUdpAndTcp() throws Exception {
        try (SampleProcess dns = SampleProcess.launch(command).awaitReady()) {
            for (boolean tcp : new boolean[] {false, true}) {
                resolver.setTCP(tcp);
                Message message = query("bookstore.example.", Type.A);
                assertThat(message.getHeader().getFlag(org.xbill.DNS.Flags.AA)).isTrue();
                assertThat(message.getSection(Section.ANSWER))
                        .singleElement()
                        .returns(1L, Record::getTTL)
                        .returns(BLUE, Record::rdataToString);
            }
            resolver.setTCP(false);
            assertThat(answer(Type.NS)).containsExactly("ns.bookstore.example.");
            assertThat(answer(Type.AAAA)).isEmpty();
            assertThat(query("bookstore.example.", Type.AAAA).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(query("nothing.bookstore.example.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(query("elsewhere.example.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(dns.handle().isAlive()).isTrue();
        }
    }

    @Test
    void withoutHealthCheckOrSecondaryItNeverMoves() throws Exception {
        blue.healthy(false);
        int port = BookstoreCommand.freePort("127.0.0.1");
        SimpleResolver other = new SimpleResolver("127.0.0.1");
        other.setPort(port);
        BookstoreCommand noSecondary = command.with("SECONDARY", "");
        BookstoreCommand noCheck =
                command.with("CHECK", "none").with("PORT", "" + port).with("HTTP_PORT", "0");
        try (SampleProcess first = SampleProcess.launch(noSecondary);
                SampleProcess second = SampleProcess.launch(noCheck)) {
            first.awaitReady();
            second.awaitReady();
            await().atMost(SampleProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(first.output()).anySatisfy(line -> assertThat(line)
                            .startsWith("stayed bookstore.example. at 127.0.0.2: ")
                            .endsWith("; there is no secondary")));
            assertThat(answer(Type.A)).containsExactly(BLUE);
            assertThat(Http.get(log).body()).isEqualTo("[]");

            resolver = other;
            await().during(Duration.ofSeconds(1))
                    .atMost(SampleProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(answer(Type.A)).containsExactly(BLUE));
        }
    }

    private void awaitAnswer(String address) {
        await().atMost(SampleProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(answer(Type.A)).containsExactly(address));
    }

    private List<String> answer(int type) throws IOException {
        return query("bookstore.example.", type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private Message query(String name, int type) throws IOException {
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
    }
}
