package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, what is hidden is what the plain patterns say, and long texts take no longer than they are. */
class SecretsTest {

    private static final String MASK = "********";

    /** What tokens and keys look like, in the words in which this was first written. */
    private static final Pattern PLAIN = Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*"
            + "|\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"
            + "|\\bgh[pousr]_[A-Za-z0-9]{20,}\\b");

    private static final List<String> PIECES = List.of(
            "eyJ",
            "eyJhbGciOiJIUzI1NiJ9",
            "e",
            "y",
            "-",
            "_",
            ".",
            " ",
            "\n",
            "$1",
            "\\",
            "abcdefgh",
            "A",
            "AKIA",
            "ASIA",
            "ABCDEFGH12345678",
            "ghp_",
            "gho_",
            "abcdefghij0123456789",
            "9",
            "é",
            "\"",
            "/",
            ":");

    @Test
    void tokensAndKeysAreThoseOfThePlainPatterns() {
        int masked = 0;
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int pieces = random.nextInt(25);
            for (int i = 0; i < pieces; i++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String expected = PLAIN.matcher(text).replaceAll(MASK);
            assertThat(Secrets.hidden(text.toString()))
                    .as("seed %s: %s", seed, text)
                    .isEqualTo(expected);
            masked += expected.contentEquals(text) ? 0 : 1;
        }
        assertThat(masked).as("texts with something to hide").isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ-",
                "-eyJaaaaaaa",
                "eyJaaaaaaaa.-",
                "eyJaaaaaaaa.eyJ-",
                "token",
                "token=\"\\\n",
                "bearer   ",
                "https://a:b",
                "authorization:\n",
                "ghp_a-",
                "a"
            })
    void aLongTextIsReadInNoTime(String piece) {
        // read once for each beginning of a token, two million characters take hours
        String text = piece.repeat(2_000_000 / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(Secrets.hidden(text)).isNotEmpty());
    }
}
