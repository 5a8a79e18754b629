package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.spi.PlanException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {

    /** Entries are written with blanks between them. */
    private static FaultRequest request(String hosts, String addresses, String ports, String protocol) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(FaultAttribute.HOSTS, entries(hosts));
        attributes.put(FaultAttribute.ADDRESSES, entries(addresses));
        attributes.put(FaultAttribute.PORTS, entries(ports));
        if (!protocol.isEmpty()) {
            attributes.put(FaultAttribute.PROTOCOL, protocol);
        }
        return new FaultRequest(
                FaultKind.BLACKHOLE, "attack", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), attributes);
    }

    private static List<String> entries(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            nullValues = "-",
            value = {
                // hosts | addresses | ports | protocol || a peer: name, addresses, port | is it meant
                "db                |                       |            | ''   | db  |            | 5432 | true",
                "db                |                       |            | ''   | cdn |            | 5432 | false",
                "DB.               |                       |            | ''   | db  |            | 5432 | true",
                "db ^db            | 10.0.0.9              |            | ''   | db  |            | 5432 | false",
                "db ^DB.           | 10.0.0.9              |            | ''   | db  |            | 5432 | false",
                "^api              |                       |            | ''   | db  |            | 5432 | true",
                "^api              |                       |            | ''   | api |            | 443  | false",
                "10.0.0.1          |                       |            | ''   | db  | 10.0.0.1   | 5432 | true",
                "db ^10.0.0.1      |                       |            | ''   | db  | 10.0.0.1   | 5432 | false",
                "                  | 10.0.0.0/8            |            | ''   | db  | 10.0.0.1   | 5432 | true",
                "                  | 10.0.0.0/8 ^10.0.0.1  |            | ''   | db  | 10.0.0.1   | 5432 | false",
                "                  | 10.0.0.0/8            |            | ''   | db  | 11.0.0.1   | 5432 | false",
                "                  | 10.0.0.0/8            |            | ''   | db  |            | 5432 | false",
                "                  | ^10.0.0.0/8           |            | ''   | db  | 10.0.0.1   | 5432 | false",
                "                  | ^10.0.0.0/8           |            | ''   | db  | 11.0.0.1   | 5432 | true",
                "                  | 2001:db8::/32         |            | ''   | db  | 2001:db8::1 | 5432 | true",
                "cdn               | 10.0.0.1              |            | ''   | db  | 10.0.0.1   | 5432 | true",
                "db                |                       | 5432       | ''   | db  |            | 5432 | true",
                "db                |                       | 80         | ''   | db  |            | 5432 | false",
                "                  |                       | 5000-6000  | ''   | db  |            | 5432 | true",
                "                  |                       | 5000-6000 ^5432 | '' | db |          | 5432 | false",
                "                  |                       | ^5432      | ''   | db  |            | 5432 | false",
                "                  |                       | ^5432      | ''   | db  |            | 5433 | true",
                "                  |                       |            | TCP  | db  |            | 5432 | true",
                "                  |                       |            | icmp | db  |            | 5432 | true"
            })
    void selects(
            String hosts,
            String addresses,
            String ports,
            String protocol,
            String name,
            String at,
            int port,
            boolean meant) {
        Selection selection = Selection.of(request(text(hosts), text(addresses), text(ports), text(protocol)));

        List<AddressRange> known =
                entries(text(at)).stream().map(AddressRange::parse).toList();
        assertThat(selection.selects(name, known) && selection.selects(port)).isEqualTo(meant);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b;      hosts     | 'a b' is not a host name",
                "$(id).ex; hosts     | '$(id).ex' is not a host name",
                "-x;       hosts     | '-x' is not a host name",
                "^`x`;     hosts     | '`x`' is not a host name",
                "a..b;     hosts     | 'a..b' is not a host name",
                "10.0.0.1/8; hosts   | '10.0.0.1/8' is not a CIDR block: bits are set behind its prefix; did you mean"
                        + " 10.0.0.0/8?",
                "10.0.0.1/8; addresses | '10.0.0.1/8' is not a CIDR block: bits are set behind its prefix; did you mean"
                        + " 10.0.0.0/8?",
                "300.1.1.1;  addresses | '300.1.1.1' is neither an IP address nor a CIDR block",
                "db.example; addresses | 'db.example' is neither an IP address nor a CIDR block",
                "0;       ports      | '0' is neither a port nor a range such as 8000-8100",
                "80-70;   ports      | '80-70' is neither a port nor a range such as 8000-8100",
                "65536;   ports      | '65536' is neither a port nor a range such as 8000-8100",
                "^http;   ports      | 'http' is neither a port nor a range such as 8000-8100",
                "22;      ports      | -"
            })
    void anEntryThatCannotBeReadIsAProblemOfItsAttribute(String written, String problem) {
        String entry = written.substring(0, written.indexOf(';'));
        String attribute = written.substring(written.indexOf(';') + 1).strip();
        List<Problem> problems = new ArrayList<>();

        Selection selection = Selection.read(
                new FaultRequest(
                        FaultKind.BLACKHOLE,
                        "attack",
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofMinutes(15),
                        Map.of(attribute, List.of(entry))),
                problems);

        assertThat(problems).isEqualTo(problem.equals("-") ? List.of() : List.of(Problem.at(attribute, problem)));
        assertThat(selection.named()).isTrue();
        assertThat(selection.contradictions()).as("it is not said twice").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "''         | ''                     | ''        | ''   | hosts | nothing is selected: name hosts,"
                        + " addresses, ports or a protocol",
                "''         | ''                     | ''        | ALL  | hosts | nothing is selected: name hosts,"
                        + " addresses, ports or a protocol",
                "a.ex ^a.ex | 10.1.0.0/16 ^10.0.0.0/8 | ''       | ''   | hosts | nothing is left: everything that is"
                        + " selected is excluded as well",
                "a.ex ^A.EX. | ''                    | ''        | ''   | hosts | nothing is left: everything that is"
                        + " selected is excluded as well",
                "a.ex       | ''                     | 80 ^70-90 | ''   | ports | nothing is left: every port that is"
                        + " selected is excluded as well",
                "a.ex       | ''                     | 80        | ICMP | ports | ICMP has no ports: leave out the"
                        + " ports or choose TCP or UDP",
                "a.ex       | ''                     | ''        | SCTP | protocol | protocol must be one of ALL, TCP,"
                        + " UDP, ICMP, got \"SCTP\""
            })
    void whatCannotWorkTogetherIsAProblem(
            String hosts, String addresses, String ports, String protocol, String attribute, String problem) {
        FaultRequest request = request(hosts, addresses, ports, protocol);

        assertThatThrownBy(() -> Selection.of(request))
                .isInstanceOfSatisfying(PlanException.class, thrown -> assertThat(thrown.details())
                        .containsExactly(Problem.at(attribute, problem)));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        FaultRequest request = request("ok.example -x", "300.1.1.1", "0 http", "SCTP");

        assertThatThrownBy(() -> Selection.of(request))
                .isInstanceOfSatisfying(PlanException.class, thrown -> assertThat(thrown.details())
                        .extracting(problem -> problem.attribute().orElse(""))
                        .containsExactly("hosts", "addresses", "ports", "ports", "protocol"));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aProtocolIsReadWhateverItsCapitals(Protocol protocol) {
        for (String written : List.of(protocol.name(), protocol.name().toLowerCase(java.util.Locale.ROOT))) {
            assertThat(Selection.of(request("db", "", "", written)).protocol()).isEqualTo(protocol);
        }
    }

    @Test
    void partsAreThereAsTheyAreWritten() {
        Selection selection = Selection.of(request(
                "DB.example 10.0.0.1 ^api.example ^10.0.0.2", "10.1.0.0/16 ^10.1.2.0/24", "80 8000-8100 ^8080", "TCP"));

        assertThat(selection.hosts()).containsExactly("DB.example");
        assertThat(selection.sparedHosts()).containsExactly("api.example");
        assertThat(selection.addresses()).hasToString("[10.0.0.1, 10.1.0.0/16]");
        assertThat(selection.sparedAddresses()).hasToString("[10.0.0.2, 10.1.2.0/24]");
        assertThat(selection.ports()).hasToString("[80, 8000-8100]");
        assertThat(selection.sparedPorts()).hasToString("[8080]");
        assertThat(selection.everywhere()).isFalse();
        assertThat(selection.spares("API.example.")).isTrue();
        assertThat(selection.spares("db.example")).isFalse();
    }
}
