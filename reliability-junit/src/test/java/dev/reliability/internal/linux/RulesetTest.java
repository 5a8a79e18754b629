package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Lifeline;
import dev.reliability.spi.Protocol;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesetTest {

    @Test
    void looksAddressesUpLastAndSparesFirst() {
        NetworkSpec spec = GivenSpec.of(Kind.BLACKHOLE)
                .withAddresses(List.of("10.0.0.1"))
                .withPorts(Protocol.TCP, "80")
                .read();
        Ruleset.Known known = new Ruleset.Known(
                List.of(),
                List.of(),
                List.of(AddressRange.parse("10.0.0.53")),
                List.of(Lifeline.from("our SSH connection", "10.0.0.9", 22)));
        Ruleset.Commands commands = Ruleset.of("ab12", spec, known);

        assertThat(commands.lines()).startsWith("add table inet rl_ab12 { flags owner; }");
        List<String> out = commands.lines().stream()
                .filter(line -> line.startsWith("add rule inet rl_ab12 out "))
                .map(line -> line.substring("add rule inet rl_ab12 out ".length()))
                .toList();
        assertThat(out)
                .startsWith("meta nfproto != @gate goto sent", "jump cap", "oifname \"lo\" accept")
                .contains(
                        "ip daddr 10.0.0.9 tcp sport 22 accept",
                        "ip daddr { 10.0.0.53 } meta l4proto { tcp, udp } th dport { 53, 853 } accept")
                .endsWith(
                        "meta l4proto tcp th dport { 80 } ip daddr @d4 drop",
                        "meta l4proto tcp th dport { 80 } ip daddr @n4 drop",
                        "meta l4proto tcp th dport { 80 } ip6 daddr @d6 drop",
                        "meta l4proto tcp th dport { 80 } ip6 daddr @n6 drop",
                        "ip daddr @o4",
                        "ip daddr @m4",
                        "ip6 daddr @o6",
                        "ip6 daddr @m6");
        assertThat(commands.drops()).isEqualTo(12);
    }

    /** It is asked by loopback, which is spared otherwise: so its rule comes before that. */
    @Test
    void questionsToTheResolverOfAContainersEngineAreDropped() {
        NetworkSpec spec = GivenSpec.of(Kind.DNS).read();
        assertThat(output(spec, "127.0.0.11"))
                .containsSubsequence(
                        "jump cap",
                        "ip daddr 127.0.0.11 meta l4proto { tcp, udp } th dport @p drop",
                        "oifname \"lo\" accept",
                        "meta l4proto { tcp, udp } th dport @p drop");
        assertThat(output(spec, "127.0.0.53"))
                .as("a resolver of the host itself")
                .noneMatch(line -> line.startsWith("ip daddr 127."));
    }

    private static List<String> output(NetworkSpec spec, String resolver) {
        String rule = "add rule inet rl_ab12 out ";
        return Ruleset.of(
                        "ab12",
                        spec,
                        new Ruleset.Known(List.of(), List.of(), List.of(AddressRange.parse(resolver)), List.of()))
                .lines()
                .stream()
                .filter(line -> line.startsWith(rule))
                .map(line -> line.substring(rule.length()))
                .toList();
    }

    /** The packet filter refuses a set whose ranges overlap, be they dropped or spared. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80            | { 80 }",
                "80,81         | { 80, 81 }",
                "80-90,85      | { 80-84, 85, 86-90 }",
                "80-90,85-100  | { 80-84, 85-90, 91-100 }",
                "443,80-90,443 | { 80-90, 443 }"
            })
    void portsThatOverlapGoIntoPieces(String ports, String pieces) {
        assertThat(rules(ports.split(",", -1)))
                .anySatisfy(rule -> assertThat(rule).contains("th dport " + pieces + " "));
        String[] spared = ports.replaceAll("(^|,)", "$1^").split(",", -1);
        assertThat(rules(spared)).anySatisfy(rule -> assertThat(rule).contains("th dport != " + pieces + " "));
    }

    private static List<String> rules(String... ports) {
        NetworkSpec spec = GivenSpec.of(Kind.BLACKHOLE)
                .withHosts("db.example")
                .withPorts(Protocol.TCP, ports)
                .read();
        return Ruleset.of("ab12", spec, new Ruleset.Known(List.of(), List.of(), List.of(), List.of()))
                .lines();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
    void aShareThatIsNone(double percent) {
        assertThat(GivenSpec.of(Kind.LOSS)
                        .withHosts("a.example")
                        .withPercent(percent)
                        .read()
                        .problems())
                .containsExactly("percent must be above 0 and at most 100, got " + percent);
    }

    @Test
    void timesThatCannotWork() {
        assertThat(GivenSpec.of(Kind.BLACKHOLE)
                        .withHosts("a.example")
                        .withTimes(Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(1))
                        .read()
                        .problems())
                .containsExactly(
                        "the duration must be between 1 s and 1 day, got PT0S",
                        "the lease must be between 500 ms and 60 s, got PT0.001S");
    }
}
