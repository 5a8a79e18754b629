package dev.reliability.internal.runner;

import io.restassured.RestAssured;
import io.restassured.filter.FilterContext;
import io.restassured.filter.OrderedFilter;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Optional;

/**
 * Records what test bodies ask by REST Assured. It stays once it is there, since its list of filters is not made for threads that
 * change it, and does nothing outside of bodies. Loaded only where REST Assured is.
 */
final class RestAssuredFilter implements OrderedFilter {

    private static final RestAssuredFilter ONE = new RestAssuredFilter();

    private RestAssuredFilter() {}

    static synchronized void install() {
        if (!RestAssured.filters().contains(ONE)) {
            RestAssured.filters(ONE);
        }
    }

    /** Around all others, as the body sees it. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification response, FilterContext context) {
        Optional<BodyCalls> calls = BodyCalls.of(Thread.currentThread());
        if (calls.isEmpty()) {
            return context.next(request, response);
        }
        String method = request.getMethod();
        String url = String.valueOf(request.getURI());
        long began = System.nanoTime();
        try {
            Response answer = context.next(request, response);
            calls.get().answered(began, System.nanoTime() - began, method, url, answer.getStatusCode());
            return answer;
        } catch (Throwable thrown) {
            calls.get().failed(began, System.nanoTime() - began, method, url, thrown);
            throw thrown;
        }
    }
}
