package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> KNOWN = List.of("bookstore-api-green", "bookstore-api-blue", "db");

    @ParameterizedTest
    @CsvSource({
        "bookstore-api-blu, bookstore-api-blue",
        "Bookstore-API-Blue, bookstore-api-blue",
        "bookstore-api-gren, bookstore-api-green",
        "dbb, db",
        "d, db",
    })
    void findsTheClosest(String typed, String meant) {
        assertThat(DidYouMean.closest(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"checkout", "xy", "''"})
    void doesNotGuessWildly(String typed) {
        assertThat(DidYouMean.closest(typed, KNOWN)).isEmpty();
    }

    @Test
    void saysWhatIsKnown() {
        assertThat(DidYouMean.among("blu", List.of("green", "blue")))
                .isEqualTo("(known: blue, green; did you mean \"blue\"?)");
        assertThat(DidYouMean.among("checkout", List.of("green", "blue"))).isEqualTo("(known: blue, green)");
        assertThat(DidYouMean.among("blue", List.of())).isEqualTo("(none is known)");
    }
}
