package dev.reliability.samples.shop;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import dev.reliability.micrometer.MeterProbe;
import dev.reliability.spi.Probe;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What must never be green. Not run by the build as tests: {@link NaiveShopTest} runs each and reads its verdict. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "shop.catalogue = naive",
            "shop.reviews = naive",
            "spring.datasource.hikari.connection-timeout = 30000",
            "spring.datasource.hikari.validation-timeout = 5000",
            "spring.datasource.hikari.data-source-properties.connectTimeout = 0",
            "spring.datasource.hikari.data-source-properties.socketTimeout = 0"
        })
abstract class NaiveShop {

    @ReliabilityTarget("db")
    static final Link DB = Link.to(ShopSystem.database());

    @ReliabilityTarget("reviews")
    static final Link REVIEWS = Link.to(ShopSystem.reviews());

    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void betweenShopAndDependencies(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:postgresql://" + DB.address() + "/postgres");
        properties.add("shop.reviews.url", () -> "http://" + REVIEWS.address());
    }

    /** A client of the service of reviews that waits for ever. */
    @SteadyState(name = "reviews", http = "http://localhost:${local.server.port}/products/1/reviews", timeout = "1s")
    static class NoTimeout extends NaiveShop {

        @Test
        @BlackholeAttack(target = "reviews", duration = "5s")
        void losingTheReviewsIsNotNoticed() {}
    }

    /** A pool whose few connections are all held by requests that wait for a lost database. */
    static class PoolExhausted extends NaiveShop {

        @Value("${local.server.port}")
        int port;

        @SteadyStateProbe
        Probe nobodyWaitsForAConnection() {
            return MeterProbe.gauge(meters.get("hikaricp.connections.pending")).atMost(0);
        }

        @Test
        @BlackholeAttack(target = "db", duration = "5s")
        void losingTheDatabaseIsNotNoticed() {
            HttpRequest products = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/products"))
                    .build();
            HttpClient customers = HttpClient.newHttpClient();
            for (int i = 0; i < 10; i++) {
                customers.sendAsync(products, BodyHandlers.discarding());
            }
        }
    }

    /** A client that asks a service in trouble five times as often. */
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "shop.reviews = stubborn")
    @SteadyState(
            name = "reviews",
            http = "http://localhost:${local.server.port}/products/1/reviews",
            status = {200, 500})
    static class RetriesStorm extends NaiveShop {

        @SteadyStateProbe
        Probe reviewsAreNotStormed() {
            return MeterProbe.ratio(
                            meters.get("shop.reviews.calls"),
                            meters.get("http.server.requests").tag("uri", "/products/{id}/reviews"))
                    .over("2s")
                    .atMost(3);
        }

        @Test
        @BlackholeAttack(target = "reviews", duration = "5s")
        void losingTheReviewsIsNotNoticed() {}
    }
}
