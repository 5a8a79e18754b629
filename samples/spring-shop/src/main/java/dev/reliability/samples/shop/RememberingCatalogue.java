package dev.reliability.samples.shop;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the products that it saw last when the database cannot be asked, and does not ask a lost database for each request. */
final class RememberingCatalogue implements Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(RememberingCatalogue.class);

    private final Catalogue database;
    private final CircuitBreaker breaker;
    private volatile List<Product> last;

    RememberingCatalogue(Catalogue database, CircuitBreaker breaker) {
        this.database = database;
        this.breaker = breaker;
        this.last = database.products();
    }

    @Override
    public List<Product> products() {
        try {
            last = breaker.executeSupplier(database::products);
        } catch (RuntimeException e) {
            LOG.debug("the products of before: {}", e.toString());
        }
        return last;
    }
}
