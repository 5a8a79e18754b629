package dev.reliability.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyStateNamesTest {

    private static final Place CLASS = new Place("@SteadyState", "ShopIT");
    private static final Place METHOD = new Place("@SteadyState", "ShopIT.survives()");

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/books, GET /books",
        "http://127.0.0.1:8080/books?page=2, GET /books?page=2",
        "https://shop.example, GET /",
        "https://shop.example/, GET /",
        "${shop.url}/books, GET /books",
        "${shop.url:http://127.0.0.1:80/x}/books, GET /books",
        "http://${shop.host}:80/books, GET /books",
        "${shop.url}, GET /",
    })
    void methodAndPathAreTheNameByDefault(String url, String name) {
        assertThat(SteadyStateSpec.http(url).displayName()).isEqualTo(name);
    }

    @Test
    void aGivenNameAndAnotherMethodShow() {
        assertThat(SteadyStateSpec.http("http://shop/").name("shop").displayName())
                .isEqualTo("shop");
        assertThat(SteadyStateSpec.http("http://shop/").method("HEAD").displayName())
                .isEqualTo("HEAD /");
    }

    @Test
    void theSameNameCloserToTheTestOverrides() {
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/a")
                                .name("shop")
                                .timeout("1s")
                                .at(CLASS),
                        SteadyStateSpec.http("http://shop/b")
                                .name("shop")
                                .timeout("2s")
                                .at(METHOD)))
                .containsExactly("2s");
    }

    @Test
    void theDefaultNameCanBeOverriddenToo() {
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/a").timeout("1s").at(CLASS),
                        SteadyStateSpec.http("http://shop/b")
                                .name("GET /a")
                                .timeout("2s")
                                .at(METHOD)))
                .containsExactly("2s");
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/a").timeout("1s").at(CLASS),
                        SteadyStateSpec.http("http://shop/a").timeout("2s").at(METHOD)))
                .containsExactly("2s");
    }

    @Test
    void theSamePathOfTwoServicesIsTwoSteadyStates() {
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/health").timeout("1s").at(CLASS),
                        SteadyStateSpec.http("http://bank/health").timeout("2s").at(METHOD)))
                .containsExactly("1s", "2s");
    }

    @Test
    void differentNamesAddUpAndSoDoThoseOfOnePlace() {
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/a")
                                .name("a")
                                .timeout("1s")
                                .at(CLASS),
                        SteadyStateSpec.http("http://shop/a")
                                .name("b")
                                .timeout("2s")
                                .at(METHOD)))
                .containsExactly("1s", "2s");
        assertThat(timeouts(
                        SteadyStateSpec.http("http://shop/a")
                                .name("a")
                                .timeout("1s")
                                .at(CLASS),
                        SteadyStateSpec.http("http://shop/a")
                                .name("a")
                                .timeout("2s")
                                .at(CLASS)))
                .as("two of one place are a problem to be told, not an override")
                .containsExactly("1s", "2s");
    }

    private static List<String> timeouts(SteadyStateSpec... specs) {
        ExperimentBuilder builder = Reliability.experiment("names");
        for (SteadyStateSpec spec : specs) {
            builder.steadyState(spec);
        }
        return builder.build().steadyStates().stream()
                .map(SteadyStateSpec::timeout)
                .toList();
    }
}
