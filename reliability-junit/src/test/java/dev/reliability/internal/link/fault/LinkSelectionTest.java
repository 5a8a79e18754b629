package dev.reliability.internal.link.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkSelectionTest {

    private static final List<LinkDeclaration> LINKS = List.of(
            new LinkDeclaration("db.example", "127.0.0.1", 5432),
            new LinkDeclaration("cdn.example", "127.0.0.2", 8080),
            new LinkDeclaration("mail.example", "::1", 25));

    private static final List<String> NONE = List.of();

    @Test
    void hostsThatAreNamedAreHit() {
        assertThat(select(List.of("db.example", "CDN.example."), NONE, NONE))
                .containsExactly("db.example", "cdn.example");
    }

    @Test
    void exclusionWins() {
        assertThat(select(List.of("db.example", "cdn.example", "^db.example"), NONE, NONE))
                .containsExactly("cdn.example");
    }

    @Test
    void withoutInclusionEverythingIsHitThatIsNotExcluded() {
        assertThat(select(List.of("^db.example"), NONE, NONE)).containsExactly("cdn.example", "mail.example");
    }

    @Test
    void whatIsExcludedNeedsNoLink() {
        assertThat(select(List.of("^api.gremlin.com", "db.example"), NONE, NONE))
                .containsExactly("db.example");
    }

    @Test
    void addressesAreThoseOfTheUpstream() {
        assertThat(select(NONE, List.of("127.0.0.0/30"), NONE)).containsExactly("db.example", "cdn.example");
        assertThat(select(NONE, List.of("127.0.0.0/30", "^127.0.0.2"), NONE)).containsExactly("db.example");
        assertThat(select(List.of("::1"), NONE, NONE)).containsExactly("mail.example");
    }

    @Test
    void hostsAndAddressesAddUpAndPortsNarrow() {
        assertThat(select(List.of("mail.example"), List.of("127.0.0.1"), NONE))
                .containsExactly("db.example", "mail.example");
        assertThat(select(List.of("mail.example"), List.of("127.0.0.1"), List.of("5000-6000")))
                .containsExactly("db.example");
        assertThat(select(NONE, NONE, List.of("^25"))).containsExactly("db.example", "cdn.example");
    }

    @Test
    void aProtocolIsACriterion() {
        assertThat(select(NONE, NONE, NONE, "TCP")).hasSize(3);
        assertThatThrownBy(() -> select(List.of("db.example"), NONE, NONE, "UDP"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("links carry TCP alone, so a blackhole of UDP would hit nothing on blue");
    }

    @Test
    void noCriterionIsAnError() {
        assertThatThrownBy(() -> select(NONE, NONE, NONE))
                .isInstanceOf(PlanException.class)
                .hasMessage("nothing is selected: name hosts, addresses or ports; declared are db.example, cdn.example,"
                        + " mail.example, add others with .link(\"HOST\", \"UPSTREAM-HOST:PORT\")");
    }

    @Test
    void nothingLeftIsAnError() {
        assertThatThrownBy(() -> select(List.of("db.example", "^db.example"), NONE, NONE))
                .isInstanceOf(PlanException.class)
                .hasMessage("nothing is left: no link of blue is selected and not excluded; declared are db.example,"
                        + " cdn.example, mail.example, add others with .link(\"db.example\", \"UPSTREAM-HOST:PORT\")");
        assertThatThrownBy(() -> select(NONE, NONE, List.of("9999")))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("nothing is left");
    }

    @Test
    void aHostWithoutALinkIsAnErrorThatSaysWhatToDeclare() {
        assertThatThrownBy(() -> select(List.of("db.example", "cache.example", "queue.example"), NONE, NONE))
                .isInstanceOfSatisfying(PlanException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "no link of blue leads to \"cache.example\": declare it with"
                                        + " .link(\"cache.example\", \"UPSTREAM-HOST:PORT\"); declared are"
                                        + " db.example, cdn.example, mail.example",
                                "no link of blue leads to \"queue.example\": declare it with"
                                        + " .link(\"queue.example\", \"UPSTREAM-HOST:PORT\"); declared are"
                                        + " db.example, cdn.example, mail.example"));
    }

    @Test
    void aProcessWithoutLinksIsAnErrorThatSaysWhatToDeclare() {
        assertThatThrownBy(() -> LinkSelection.select(
                        "blue", List.of(), request(List.of("^x", "db.example"), NONE, NONE, "ALL")))
                .isInstanceOf(PlanException.class)
                .hasMessage("blue has no links, and links are what a blackhole of a process acts on: declare one with"
                        + " .link(\"db.example\", \"UPSTREAM-HOST:PORT\")");
    }

    @Test
    void malformedEntriesAreErrors() {
        assertThatThrownBy(() -> select(NONE, List.of("10.0.0.0/33", "nonsense"), List.of("0", "9-8")))
                .isInstanceOfSatisfying(
                        PlanException.class, e -> assertThat(e.problems()).hasSize(4));
    }

    private static List<String> select(List<String> hosts, List<String> addresses, List<String> ports) {
        return select(hosts, addresses, ports, "ALL");
    }

    private static List<String> select(
            List<String> hosts, List<String> addresses, List<String> ports, String protocol) {
        return LinkSelection.select("blue", LINKS, request(hosts, addresses, ports, protocol)).links().stream()
                .map(LinkDeclaration::name)
                .toList();
    }

    private static FaultRequest request(
            List<String> hosts, List<String> addresses, List<String> ports, String protocol) {
        return new FaultRequest(
                "blackhole",
                "attack",
                Optional.empty(),
                Duration.ZERO,
                Duration.ofMinutes(15),
                Map.of("hosts", hosts, "addresses", addresses, "ports", ports, "protocol", protocol));
    }
}
