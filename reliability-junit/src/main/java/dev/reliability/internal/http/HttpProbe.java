package dev.reliability.internal.http;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;

/** Looks whether a URL answers with a good status. Needs no thread while it waits. */
public final class HttpProbe implements Probe {

    private final HttpExchange exchange;
    private final boolean keep;
    private final List<Integer> good;

    private HttpProbe(HttpExchange exchange, boolean keep, List<Integer> good) {
        this.exchange = exchange;
        this.keep = keep;
        this.good = good;
    }

    /**
     * Creates a probe that connects anew for each sample.
     *
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(String url, String method, List<Integer> good) {
        return of(url, method, good, host -> Optional.empty());
    }

    /**
     * Creates a probe that connects anew for each sample, to where a lookup of the host says, if there is one.
     *
     * @param lookups gives the lookup of a host
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(
            String url, String method, List<Integer> good, Function<String, Optional<DnsLookup>> lookups) {
        URI uri = HttpUrls.parse(url);
        String verb = method.strip().toUpperCase(Locale.ROOT);
        if (!verb.matches("[A-Z]+")) {
            throw new IllegalArgumentException("\"" + method + "\" is not an HTTP method");
        }
        if (good.isEmpty() || good.stream().anyMatch(code -> code < 100 || code > 599)) {
            throw new IllegalArgumentException("status " + good + " are not HTTP status codes from 100 to 599");
        }
        HttpExchange exchange = HttpExchange.of(uri, verb).following(lookups.apply(uri.getHost()));
        return new HttpProbe(exchange, false, List.copyOf(good));
    }

    @Override
    public Optional<Probe> pooled() {
        return keep ? Optional.empty() : Optional.of(new HttpProbe(exchange.pooled(), true, good));
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        CompletableFuture<SimpleHttpResponse> answer = exchange.send(timeout);
        return answer.handle((response, thrown) -> response == null
                        ? seen(false, HttpFailures.describe(thrown, timeout))
                        : seen(good.contains(response.getCode()), String.valueOf(response.getCode())))
                .completeOnTimeout(
                        seen(false, HttpFailures.timedOut(timeout)), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((seen, thrown) -> answer.cancel(true));
    }

    private Observation seen(boolean isGood, String got) {
        String expected = good.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new Observation(isGood, expected, got);
    }
}
