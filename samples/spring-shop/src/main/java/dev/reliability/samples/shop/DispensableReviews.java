package dev.reliability.samples.shop;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does without reviews when their service does not answer, after a second attempt; one that keeps failing is left alone. */
final class DispensableReviews implements Reviews {

    static final String NONE = "Reviews are not available at the moment.";

    private static final Logger LOG = LoggerFactory.getLogger(DispensableReviews.class);

    private final Reviews service;
    private final CircuitBreaker breaker;
    private final Retry retry;

    DispensableReviews(Reviews service, CircuitBreaker breaker, Retry retry) {
        this.service = service;
        this.breaker = breaker;
        this.retry = retry;
    }

    @Override
    public String of(int product) {
        try {
            return retry.executeSupplier(() -> breaker.executeSupplier(() -> service.of(product)));
        } catch (RuntimeException e) {
            LOG.debug("no reviews of {}: {}", product, e.toString());
            return NONE;
        }
    }
}
