package dev.reliability.samples.shop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Asks the service of reviews, and counts each call in {@code shop.reviews.calls}. */
final class HttpReviews implements Reviews {

    private final RestClient client;
    private final Counter calls;

    /**
     * A client of a service.
     *
     * @param timeout how long a call may take; zero is for ever, as the default of the client is
     */
    HttpReviews(String url, Duration timeout, MeterRegistry meters) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(timeout);
        requests.setReadTimeout(timeout);
        client = RestClient.builder().baseUrl(url).requestFactory(requests).build();
        calls = meters.counter("shop.reviews.calls");
    }

    @Override
    public String of(int product) {
        calls.increment();
        return client.get().uri("/reviews/{product}", product).retrieve().body(String.class);
    }
}
