package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.internal.net.AddressRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static List<String> problems(NetworkSpec spec) {
        List<String> problems = new ArrayList<>();
        Selection.of(spec, problems);
        return problems;
    }

    private static NetworkSpec blackhole() {
        return NetworkSpec.of(Kind.BLACKHOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.1/32, 192.0.2.1",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::/32, 2001:db8::/32",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8",
        "fd00:EC2::254, fd00:ec2::254"
    })
    void readsAddressesAndBlocks(String text, String read) {
        assertThat(AddressRange.parse(text)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4/33",
                "1.2.3.4/24",
                "1.2.3.4/",
                "::1/129",
                "fd00::/-1",
                "::ffff:1.2.3.4",
                "1.2.3.4; flush ruleset",
                "fe80::1%eth0",
                "a:b",
                ":::",
                "example.org",
                "1.2.3.4 }"
            })
    void refusesWhatIsNeither(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void collectsAllProblems() {
        assertThat(problems(blackhole()
                        .withHosts("ok.example", "a b", "$(id).example", "-x", "^`x`")
                        .withAddresses(List.of("10.0.0.1/8", "300.1.1.1"))
                        .withPorts(Protocol.ICMP, "0", "80-70", "http")
                        .withTimes(Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(1))))
                .containsExactlyInAnyOrder(
                        "'a b' is not a host name",
                        "'$(id).example' is not a host name",
                        "'-x' is not a host name",
                        "'`x`' is not a host name",
                        "'10.0.0.1/8' is not a CIDR block: bits are set behind its prefix; did you mean 10.0.0.0/8?",
                        "'300.1.1.1' is neither an IP address nor a CIDR block",
                        "'0' is neither a port nor a range such as 8000-8100",
                        "'80-70' is neither a port nor a range such as 8000-8100",
                        "'http' is neither a port nor a range such as 8000-8100",
                        "ICMP has no ports: leave out the ports or choose TCP or UDP",
                        "the duration must be between 1 s and 1 day, got PT0S",
                        "the lease must be between 500 ms and 60 s, got PT0.001S");
    }

    @Test
    void refusesToSelectNothing() {
        assertThat(problems(blackhole()))
                .containsExactly("nothing is selected: name hosts, addresses, ports or a protocol");
        assertThat(problems(blackhole()
                        .withHosts("a.example", "^a.example")
                        .withAddresses(List.of("10.1.0.0/16", "^10.0.0.0/8"))))
                .containsExactly("nothing is left: everything that is selected is excluded as well");
        assertThat(problems(blackhole().withHosts("^a.example"))).isEmpty();
        assertThat(problems(NetworkSpec.of(Kind.DNS))).isEmpty();
        assertThat(problems(NetworkSpec.of(Kind.DNS).withHosts("a.example"))).hasSize(1);
        assertThat(problems(NetworkSpec.of(Kind.LOSS).withHosts("a.example").withPercent(0)))
                .hasSize(1);
        assertThat(problems(NetworkSpec.of(Kind.LOSS).withHosts("a.example").withPercent(Double.NaN)))
                .hasSize(1);
    }

    @Test
    void looksAddressesUpLastAndSparesFirst() {
        NetworkSpec spec = blackhole().withAddresses(List.of("10.0.0.1")).withPorts(Protocol.TCP, "80");
        Ruleset.Known known = new Ruleset.Known(
                List.of(),
                List.of(),
                List.of(AddressRange.parse("10.0.0.53")),
                List.of(new Ruleset.ControlChannel(AddressRange.parse("10.0.0.9"), 22)));
        Ruleset.Commands commands = Ruleset.of("ab12", spec, Selection.of(spec, new ArrayList<>()), known);

        assertThat(commands.lines()).startsWith("add table inet rl_ab12 { flags owner; }");
        List<String> out = commands.lines().stream()
                .filter(line -> line.startsWith("add rule inet rl_ab12 out "))
                .map(line -> line.substring("add rule inet rl_ab12 out ".length()))
                .toList();
        assertThat(out)
                .startsWith("meta nfproto != @gate accept", "jump cap", "oifname \"lo\" accept")
                .contains(
                        "ip daddr 10.0.0.9 tcp sport 22 accept",
                        "ip daddr { 10.0.0.53 } meta l4proto { tcp, udp } th dport { 53, 853 } accept")
                .endsWith(
                        "meta l4proto tcp th dport { 80 } ip daddr @d4 drop",
                        "meta l4proto tcp th dport { 80 } ip daddr @n4 drop",
                        "meta l4proto tcp th dport { 80 } ip6 daddr @d6 drop",
                        "meta l4proto tcp th dport { 80 } ip6 daddr @n6 drop");
        assertThat(commands.drops()).isEqualTo(12);
    }
}
