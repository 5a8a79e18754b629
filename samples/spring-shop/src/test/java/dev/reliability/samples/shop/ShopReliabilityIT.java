package dev.reliability.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import dev.reliability.micrometer.MeterProbe;
import dev.reliability.spi.Observation;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Probe;
import dev.reliability.spring.HealthProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;

/** The shop loses what it depends on, and its customers still shop. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@SteadyState(name = "products", http = "http://localhost:${local.server.port}/products", timeout = "2s")
@SteadyState(name = "reviews", http = "http://localhost:${local.server.port}/products/1/reviews", timeout = "2s")
class ShopReliabilityIT {

    @ReliabilityTarget(value = "db", properties = "spring.datasource.url=jdbc:postgresql://{address}/postgres")
    static final Link DB = Link.to(ShopSystem.database());

    @ReliabilityTarget(value = "reviews", properties = "shop.reviews.url=http://{address}")
    static final Link REVIEWS = Link.to(ShopSystem.reviews());

    @Autowired
    MeterRegistry meters;

    @Autowired
    ApplicationContext application;

    @SteadyStateProbe
    Probe staysReady() {
        return HealthProbe.of(application, "readiness");
    }

    @SteadyStateProbe
    Probe requestsSucceed() {
        return MeterProbe.errorRatio(meters.get("http.server.requests")).atMost(0.01);
    }

    @SteadyStateProbe
    Probe reviewsAreNotStormed() {
        return MeterProbe.ratio(
                        meters.get("shop.reviews.calls"),
                        meters.get("http.server.requests").tag("uri", "/products/{id}/reviews"))
                .over("2s")
                .atMost(3);
    }

    @Test
    @BlackholeAttack(target = "db", duration = "4s")
    void losingTheDatabaseIsNotNoticed() {}

    @Test
    @BlackholeAttack(target = "db", duration = "4s")
    void losingTheDatabaseIsTold() {
        try (Probe health = HealthProbe.of(application)) {
            Observation seen =
                    health.observe(Duration.ofSeconds(10)).toCompletableFuture().join();
            assertThat(seen).isEqualTo(new Observation(false, "UP", "DOWN (db DOWN)"));
        }
    }

    @Test
    void aGroupThatIsMistypedIsTold() {
        assertThatThrownBy(() -> HealthProbe.of(application, "readines"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("unknown health group or component \"readines\" (known: ")
                .hasMessageEndingWith("; did you mean \"readiness\"?)");
    }

    @Test
    @BlackholeAttack(target = "reviews", duration = "4s")
    void losingTheReviewsIsNotNoticed() {}

    @Test
    @LatencyAttack(target = "reviews", latency = "500ms", duration = "4s")
    void slowReviewsSlowNobodyDown() {}

    @BeforeAll
    static void noApplicationYet() {
        Contexts.forget();
    }

    @AfterAll
    static void oneApplicationServedAllTests() {
        assertThat(Contexts.started()).isEqualTo(1);
    }
}
