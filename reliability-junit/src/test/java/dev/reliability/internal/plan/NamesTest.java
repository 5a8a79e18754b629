package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final String NAME = "names-test.shop.url";

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void clear() {
        System.clearProperty(NAME);
    }

    private Names names() {
        return new Names(
                properties, name -> Optional.ofNullable(parameters.get(name)), environment, Profile::chosen, List.of());
    }

    @Test
    void theClosestPlaceWins() {
        String placeholder = "${" + NAME + ":default}";
        assertThat(names().fill(placeholder)).isEqualTo("default");
        environment.put("NAMES_TEST_SHOP_URL", "relaxed environment");
        assertThat(names().fill(placeholder)).isEqualTo("relaxed environment");
        environment.put(NAME, "environment");
        assertThat(names().fill(placeholder)).isEqualTo("environment");
        System.setProperty(NAME, "system property");
        assertThat(names().fill(placeholder)).isEqualTo("system property");
        parameters.put(NAME, "parameter");
        assertThat(names().fill(placeholder)).isEqualTo("parameter");
        properties.put(NAME, "property");
        assertThat(names().fill(placeholder)).isEqualTo("property");
    }

    @Test
    void theProfileIsTheLastPlace() {
        parameters.put("reliability.profile", "names-test");
        assertThat(names().fill("${shop.url}")).isEqualTo("http://127.0.0.1:7080/shop");
        environment.put("SHOP_URL", "http://elsewhere");
        assertThat(names().fill("${shop.url}")).isEqualTo("http://elsewhere");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'', ''",
        "${a}, 1",
        "<${a}${b}>, <12>",
        "${x:http://host:80/p}, http://host:80/p",
        "${x:}, ''",
        "${x:${a}}, 1",
        "${x:${y:${b}}}, 2",
        "${x:a${b}c}, a2c",
        "${nested}, 1-2",
        "$a {a} } $, $a {a} } $",
    })
    void fillsPlaceholders(String text, String filled) {
        properties.putAll(Map.of("a", "1", "b", "2", "nested", "${a}-${b}"));
        assertThat(names().fill(text)).isEqualTo(filled);
    }

    @Test
    void aValueIsFilledToo() {
        properties.putAll(Map.of("a", "1", "nested", "<${a}>"));
        assertThat(names().value("nested")).contains("<1>");
        assertThat(names().value("unknown")).isEmpty();
    }

    @Test
    void onePlaceholderMayStandTwice() {
        properties.put("a", "1");
        assertThat(names().fill("${a} ${a} ${x:${a}}")).isEqualTo("1 1 1");
    }

    @ParameterizedTest
    @CsvSource({"${a}, a", "${b}, b", "${x:${c}}, c"})
    void selfReferenceIsAnErrorAndNoEndlessLoop(String text, String name) {
        properties.putAll(Map.of("a", "${a}", "b", "-${c}-", "c", "${b}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names().fill(text))
                .withMessage("placeholder ${" + name + "} refers to itself");
    }

    @Test
    void aMissingValueSaysWhereItCouldBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names().fill("http://${shop.host}/"))
                .withMessage("placeholder ${shop.host} has no value: set the system property or configuration parameter"
                        + " shop.host, the environment variable SHOP_HOST, or a line \"shop.host = …\" in"
                        + " reliability-local.properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${a", "x${", "${x:${a}"})
    void anOpenPlaceholderIsAnError(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names().fill(text))
                .withMessage("\"" + text + "\" has a placeholder that is not closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":x", "  "})
    void aPlaceholderHasAName(String inside) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names().fill("${" + inside + "}"))
                .withMessage("placeholder ${" + inside + "} has no name");
    }
}
