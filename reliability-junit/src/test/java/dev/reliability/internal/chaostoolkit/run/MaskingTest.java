package dev.reliability.internal.chaostoolkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    private final Masking masking = new Masking(Map.of("desk", Map.of("token", "p@ss w/rd", "pin", "123")));

    @ParameterizedTest
    @CsvSource({
        "the token p@ss w/rd was refused, the token ******** was refused",
        "GET /?token=p%40ss+w%2Frd HTTP/1.1, GET /?token=******** HTTP/1.1",
        "GET /p%40ss%20w%2Frd HTTP/1.1, GET /******** HTTP/1.1",
    })
    void secretsAreHiddenAsTheyAreWrittenAndAsUrlsWriteThem(String text, String masked) {
        assertThat(masking.text(text)).isEqualTo(masked);
    }

    @Test
    void shortOnesAreHiddenWhereTheyStandAlone() {
        assertThat(masking.text("123")).isEqualTo("********");
        assertThat(masking.text("took 123 ms")).isEqualTo("took 123 ms");
        assertThat(masking.value(123L)).isEqualTo("********");
    }
}
