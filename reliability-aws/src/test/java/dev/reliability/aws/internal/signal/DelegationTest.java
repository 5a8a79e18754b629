package dev.reliability.aws.internal.signal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Signal.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class DelegationTest {

    private static OwnZone zone(RRType type) {
        return new OwnZone(
                "Z1",
                "books.example",
                List.of("ns-1.awsdns.example", "ns-2.awsdns.example"),
                List.of(ResourceRecordSet.builder()
                        .name("books.example.")
                        .type(type)
                        .build()));
    }

    private static Reading by(String... servers) {
        return new Reading(Set.of("198.51.100.1"), Map.of("servers", List.of(servers)));
    }

    private static void check(RRType type, Signal world) {
        Delegation.check("books.example", zone(type), List.of(by("192.0.2.1:53"), by("192.0.2.2:53")), world);
    }

    @Test
    void refusesAZoneThatTheWorldDoesNotAsk() {
        assertThatThrownBy(() -> check(RRType.A, timeout -> by("203.0.113.1:53", "203.0.113.2:53")))
                .isInstanceOf(PlanException.class)
                .hasMessage("the zone of books.example is not ours: 203.0.113.1:53, 203.0.113.2:53 answer for it,"
                        + " while zone books.example (Z1) is answered by ns-1.awsdns.example,"
                        + " ns-2.awsdns.example: delegate the name to these, or ask with dns:books.example");
    }

    @Test
    void takesOneWhereSomeServerIsOurs() {
        assertThatCode(() -> check(RRType.A, timeout -> by("203.0.113.1:53", "192.0.2.2:53")))
                .doesNotThrowAnyException();
    }

    @Test
    void knowsNothingWhereTheWorldDoesNotAnswerOrAnAliasLeadsElsewhere() {
        assertThatCode(() -> check(RRType.A, timeout -> {
                    throw new IOException("no answer");
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(RRType.CNAME, timeout -> by("203.0.113.1:53")))
                .doesNotThrowAnyException();
    }
}
