package dev.reliability.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

/** What an attack adds to a test of a Spring application, in the same context and the same run. */
public final class SpringCostBenchmark {

    private static final int TESTS = 15;
    private static final int WARM_UP = 4;

    /** How long the attack of each test lasts. */
    private static final int ATTACK_MILLIS = 2000;

    private SpringCostBenchmark() {}

    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    abstract static class Shop {

        @ReliabilityTarget("db")
        static final Link DB = Link.to(ShopSystem.database());

        @Value("${local.server.port}")
        int port;

        @DynamicPropertySource
        static void betweenShopAndDependencies(DynamicPropertyRegistry properties) {
            properties.add("spring.datasource.url", () -> "jdbc:postgresql://" + DB.address() + "/postgres");
        }

        void shop() {
            assertThat(RestClient.create("http://localhost:" + port)
                            .get()
                            .uri("/products")
                            .retrieve()
                            .body(String.class))
                    .contains("Teapot");
        }
    }

    static class Plain extends Shop {

        @RepeatedTest(TESTS)
        void test() {
            shop();
        }
    }

    static class Attacked extends Shop {

        @RepeatedTest(TESTS)
        @LatencyAttack(target = "db", latency = "1ms", duration = ATTACK_MILLIS + "ms")
        void test() {
            shop();
        }
    }

    public static void main(String[] arguments) {
        double plain = median(Plain.class);
        double attacked = median(Attacked.class);
        System.out.printf(
                "median of %d tests: %.1f ms plain, %.1f ms attacked for %d ms, so an attack costs %.1f ms%n",
                TESTS - WARM_UP, plain, attacked, ATTACK_MILLIS, attacked - plain - ATTACK_MILLIS);
        System.exit(0);
    }

    private static double median(Class<?> test) {
        Map<Object, Instant> started = new HashMap<>();
        List<Long> micros = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(TESTS))
                .stream()
                .filter(event -> event.getType() == EventType.STARTED || event.getType() == EventType.FINISHED)
                .flatMap(event -> micros(event, started))
                .skip(WARM_UP)
                .sorted()
                .toList();
        return micros.get(micros.size() / 2) / 1000.0;
    }

    private static Stream<Long> micros(Event event, Map<Object, Instant> started) {
        Object test = event.getTestDescriptor().getUniqueId();
        if (event.getType() == EventType.STARTED) {
            started.put(test, event.getTimestamp());
            return Stream.of();
        }
        return Stream.of(
                Duration.between(started.get(test), event.getTimestamp()).toNanos() / 1000);
    }
}
