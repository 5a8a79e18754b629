package dev.reliability.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, 250",
        "3s, 3000",
        "4m, 240000",
        "1h, 3600000",
        "' 3 s ', 3000",
        "0s, 0",
        "PT1.5S, 1500",
        "pt2m, 120000",
        "P1D, 86400000",
        "7h, 25200000",
        "168h, 604800000"
    })
    void readsWhatTestsWrite(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "3 seconds", "3S", "1.5s", "3s 4ms", "PT", "3d", "+3s"})
    void rejectsWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageStartingWith("\"" + text + "\" is not a duration: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1ms", "-3s", "PT-5S", "-PT5S"})
    void rejectsNegativeOnes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("\"" + text + "\" is negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"169h", "P8D", "604800001ms", "999999999999999999ms"})
    void rejectsHugeOnes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("\"" + text + "\" is longer than 7 days");
    }

    @Test
    void whatCannotEvenBeCountedIsRejectedToo() {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse("999999999999999999h"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "1, 1 ms", "999, 999 ms", "1000, 1 s", "1500, 1.5 s", "30000, 30 s", "900000, 900 s"})
    void printsLimitsAsTheyAreWritten(long millis, String printed) {
        assertThat(Durations.limit(Duration.ofMillis(millis))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "49, 0.0 s", "50, 0.1 s", "42100, 42.1 s", "42149, 42.1 s", "90000, 90.0 s"})
    void printsMeasuredTimesToATenth(long millis, String printed) {
        assertThat(Durations.measured(Duration.ofMillis(millis))).isEqualTo(printed);
    }
}
