package dev.reliability.k8s.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API says what is allowed; these are the complements of what is cut off. */
class PolicyRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }

    private static List<PortRange> ports(String... texts) {
        return Stream.of(texts).map(PortRange::parse).toList();
    }

    private static Cut.All cut(
            List<AddressRange> cut, List<AddressRange> spared, List<PortRange> ports, List<PortRange> free) {
        return new Cut.All(
                cut.stream().map(range -> new Cut(range, ports)).toList(),
                spared,
                ports,
                free,
                Protocol.ALL,
                List.of());
    }

    private static void assertSpec(Cut.All all, String expected) throws JsonProcessingException {
        JsonNode spec = JSON.valueToTree(PolicyRules.spec("abc", all));
        assertThat(spec).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void addressesAreExceptedInBothDirections() throws JsonProcessingException {
        assertSpec(
                cut(ranges("198.18.3.0/24", "2001:db8::1"), ranges("198.18.3.9"), List.of(), List.of()),
                """
                {"podSelector": {"matchLabels": {"reliability.dev/fault": "abc"}}, "policyTypes": ["Egress", "Ingress"],
                 "egress": [{"to": [
                   {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["198.18.3.0/24"]}},
                   {"ipBlock": {"cidr": "::/0", "except": ["2001:db8::1/128"]}},
                   {"namespaceSelector": {}}, {"ipBlock": {"cidr": "198.18.3.9/32"}}]}],
                 "ingress": [{"from": [
                   {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["198.18.3.0/24"]}},
                   {"ipBlock": {"cidr": "::/0", "except": ["2001:db8::1/128"]}},
                   {"namespaceSelector": {}}, {"ipBlock": {"cidr": "198.18.3.9/32"}}]}]}
                """);
    }

    @Test
    void portsPassThatAreNotCutOff() throws JsonProcessingException {
        assertSpec(
                cut(ranges("198.18.3.2"), List.of(), ports("5432", "8000-8100"), ports("8050")),
                """
                {"podSelector": {"matchLabels": {"reliability.dev/fault": "abc"}}, "policyTypes": ["Egress"],
                 "egress": [
                   {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["198.18.3.2/32"]}}, {"ipBlock": {"cidr": "::/0"}},
                           {"namespaceSelector": {}}]},
                   {"to": [{"ipBlock": {"cidr": "198.18.3.2/32"}}], "ports": [
                     {"protocol": "TCP", "port": 8050}, {"protocol": "UDP", "port": 8050},
                     {"protocol": "TCP", "port": 1, "endPort": 5431}, {"protocol": "UDP", "port": 1, "endPort": 5431},
                     {"protocol": "TCP", "port": 5433, "endPort": 7999}, {"protocol": "UDP", "port": 5433, "endPort": 7999},
                     {"protocol": "TCP", "port": 8101, "endPort": 65535},
                     {"protocol": "UDP", "port": 8101, "endPort": 65535}, {"protocol": "SCTP"}]}]}
                """);
    }

    /** To some plugins a block of addresses holds no pods, so pods of other namespaces are allowed as pods. */
    @Test
    void podsElsewhereStayReachable() throws JsonProcessingException {
        JsonNode spec = JSON.valueToTree(PolicyRules.spec(
                "abc",
                new Cut.All(
                        List.of(new Cut(AddressRange.parse("198.18.3.2"), List.of())),
                        List.of(),
                        List.of(),
                        List.of(),
                        Protocol.ALL,
                        List.of("shop"))));
        assertThat(spec.at("/egress/0/to/2"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"namespaceSelector": {"matchExpressions": [
                                  {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["shop"]}]}}
                                """));
    }

    @Test
    void everythingIsCutOffButNamesAndWhatIsSpared() throws JsonProcessingException {
        assertSpec(
                cut(List.of(), ranges("198.18.3.9"), List.of(), List.of()),
                """
                {"podSelector": {"matchLabels": {"reliability.dev/fault": "abc"}}, "policyTypes": ["Egress", "Ingress"],
                 "egress": [{"to": [{"ipBlock": {"cidr": "198.18.3.9/32"}}]},
                            {"ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]}],
                 "ingress": [{"from": [{"ipBlock": {"cidr": "198.18.3.9/32"}}]}]}
                """);
    }

    /** An empty list of sources would mean all of them. */
    @Test
    void nobodyIsLetInWhereNobodyIsSpared() {
        JsonNode spec = JSON.valueToTree(PolicyRules.spec("abc", cut(List.of(), List.of(), List.of(), List.of())));
        assertThat(spec.path("ingress").isEmpty()).isTrue();
        assertThat(spec.path("egress")).hasSize(1);
    }

    @Test
    void otherProtocolsPassWhereOneIsMeant() {
        JsonNode spec = JSON.valueToTree(PolicyRules.spec(
                "abc",
                new Cut.All(
                        List.of(new Cut(AddressRange.parse("198.18.3.2"), List.of())),
                        List.of(),
                        List.of(),
                        List.of(),
                        Protocol.TCP,
                        List.of())));
        assertThat(spec.at("/egress/1/ports")).hasToString("[{\"protocol\":\"UDP\"},{\"protocol\":\"SCTP\"}]");
    }
}
