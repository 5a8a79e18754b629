package dev.reliability.samples.shop;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** How the shop treats what it depends on. */
@Configuration(proxyBeanMethods = false)
class Dependencies {

    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(4)
            .minimumNumberOfCalls(2)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(Duration.ofSeconds(1))
            .build();

    private static final RetryConfig TWICE = RetryConfig.custom()
            .maxAttempts(2)
            .waitDuration(Duration.ofMillis(50))
            .ignoreExceptions(CallNotPermittedException.class)
            .build();

    @Bean
    Catalogue catalogue(@Value("${shop.catalogue}") String kind, JdbcTemplate database) {
        Catalogue all = new DatabaseCatalogue(database);
        return switch (kind) {
            case "naive" -> all;
            case "remembering" -> new RememberingCatalogue(all, CircuitBreaker.of("catalogue", BREAKER));
            default -> throw new IllegalArgumentException("shop.catalogue = " + kind);
        };
    }

    @Bean
    Reviews reviews(
            @Value("${shop.reviews}") String kind, @Value("${shop.reviews.url}") String url, MeterRegistry meters) {
        return switch (kind) {
            case "naive" -> new HttpReviews(url, Duration.ZERO, meters);
            case "stubborn" -> new StubbornReviews(new HttpReviews(url, Duration.ofMillis(200), meters));
            case "dispensable" ->
                new DispensableReviews(
                        new HttpReviews(url, Duration.ofMillis(300), meters),
                        CircuitBreaker.of("reviews", BREAKER),
                        Retry.of("reviews", TWICE));
            default -> throw new IllegalArgumentException("shop.reviews = " + kind);
        };
    }
}
