package dev.reliability.internal.chaostoolkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    private final Masking masking = new Masking(Map.of(
            "desk", Map.of("token", "p@ss w/rd", "quoted", "sa\"id", "pin", "200", "letter", "x", "code", 4711L)));

    @ParameterizedTest
    @CsvSource({
        "the token p@ss w/rd was refused, the token ******** was refused",
        "GET /?token=p%40ss+w%2Frd HTTP/1.1, GET /?token=******** HTTP/1.1",
        "GET /p%40ss%20w%2Frd HTTP/1.1, GET /******** HTTP/1.1",
        "{\"a\": \"sa\\\"id\"}, {\"a\": \"********\"}",
        "code 4711, code ********",
    })
    void secretsAreHiddenAsTheyAreWrittenAndAsUrlsAndJsonWriteThem(String text, String masked) {
        assertThat(masking.text(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"x", "200", "took 200 ms", "x marks the spot"})
    void shortOnesAreNotTakenForTheWordsAndNumbersThatEverythingIsMadeOf(String text) {
        assertThat(masking.text(text)).isEqualTo(text);
        assertThat(masking.value(200L)).isEqualTo(200L);
    }

    @Test
    void valuesAndNamesOfValuesAreHidden() {
        assertThat(masking.value(Map.of("p@ss w/rd", List.of("p@ss w/rd", 4711L, true))))
                .isEqualTo(Map.of("********", List.of("********", "********", true)));
    }

    @Test
    void whereTheyAreDefinedAllAreHiddenAndTheirPlacesAreNot() {
        Map<String, Object> place = Map.of("type", "env", "key", "TOKEN");
        assertThat(Masking.definitions(Map.of("desk", Map.of("pin", "1", "token", place))))
                .isEqualTo(Map.of("desk", Map.of("pin", "********", "token", place)));
    }

    @Test
    void whatIsShownInTheirPlaceIsTheMask() {
        assertThat(Masking.hidden(Map.of("desk", Map.of("letter", "x"))))
                .isEqualTo(Map.of("desk", Map.of("letter", "********")));
    }
}
