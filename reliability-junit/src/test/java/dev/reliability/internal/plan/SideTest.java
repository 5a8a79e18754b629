package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.testsystem.GivenTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what a signal shows one side of a failover. */
class SideTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', blue",
        "'', 203.0.113.7, 203.0.113.7",
        "203.0.113.9, '', 203.0.113.9",
        "203.0.113.9, 203.0.113.7, 203.0.113.9",
        "203.0.113.9, 'bookstore-api-blue, 203.0.113.7', '203.0.113.9, bookstore-api-blue'",
        "2001:db8:0:0:0:0:0:7, '2001:db8::7', '2001:db8:0:0:0:0:0:7'",
        "'', '2001:db8::7, blue.example', '2001:db8:0:0:0:0:0:7, blue.example'"
    })
    void whatItsBackEndTellsTakesThePlaceOfWrittenAddresses(String told, String written, String expected) {
        GivenTarget target = new GivenTarget("blue").identities(() -> told.isEmpty() ? Set.of() : Set.of(told));
        Side side = Side.of("blue", Optional.of(written), Optional.of(target));
        assertThat(side.identities()).isEqualTo(Set.copyOf(List.of(expected.split(", "))));
    }

    @Test
    void aBackEndThatCannotTellLeavesWhatIsWritten() {
        GivenTarget target = new GivenTarget("blue").identities(() -> {
            throw new IllegalStateException("throttled");
        });
        assertThat(Side.of("blue", Optional.of("203.0.113.7"), Optional.of(target))
                        .identities())
                .containsExactly("203.0.113.7");
    }
}
