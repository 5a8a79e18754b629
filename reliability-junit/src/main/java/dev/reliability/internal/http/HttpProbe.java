package dev.reliability.internal.http;

import dev.reliability.internal.dns.HostLookup;
import dev.reliability.internal.dns.SystemNames;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;

/** Looks whether a URL answers with a good status. Needs no thread while it waits. */
public final class HttpProbe implements Probe {

    private final HttpExchange exchange;
    private final List<Integer> good;
    private final List<HttpProbe> pooled = new CopyOnWriteArrayList<>();

    private HttpProbe(HttpExchange exchange, List<Integer> good) {
        this.exchange = exchange;
        this.good = good;
    }

    /**
     * Creates a probe that connects anew for each sample, to where the machine finds the host at that moment.
     *
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(String url, String method, List<Integer> good) {
        return of(url, method, HttpHeaders.NONE, good, SystemNames::ofMachine);
    }

    /**
     * Creates a probe that connects anew for each sample and sends no headers of its own.
     *
     * @param lookups gives the lookup of a host
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(String url, String method, List<Integer> good, Function<String, HostLookup> lookups) {
        return of(url, method, HttpHeaders.NONE, good, lookups);
    }

    /**
     * Creates a probe that connects anew for each sample.
     *
     * @param lookups gives the lookup of a host
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(
            String url, String method, HttpHeaders headers, List<Integer> good, Function<String, HostLookup> lookups) {
        HttpUrl where = HttpUrl.parse(url);
        String verb = method.strip().toUpperCase(Locale.ROOT);
        if (!verb.matches("[A-Z]+")) {
            throw new IllegalArgumentException("\"" + method + "\" is not an HTTP method");
        }
        if (good.isEmpty() || good.stream().anyMatch(code -> code < 100 || code > 599)) {
            throw new IllegalArgumentException("status " + good + " are not HTTP status codes from 100 to 599");
        }
        HttpExchange exchange = HttpExchange.of(where, verb, headers, lookups.apply(where.host()));
        return new HttpProbe(exchange, List.copyOf(good));
    }

    @Override
    public Optional<Probe> pooled() {
        if (exchange.kept().isPresent()) {
            return Optional.empty();
        }
        HttpProbe keeping = new HttpProbe(exchange.pooled(), good);
        pooled.add(keeping);
        return Optional.of(keeping);
    }

    @Override
    public void close() {
        exchange.kept().ifPresent(KeptConnections::close);
        pooled.forEach(HttpProbe::close);
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        Request request = exchange.send(timeout);
        CompletableFuture<SimpleHttpResponse> answer = request.answer();
        CompletableFuture<Observation> seen = answer.handle((response, thrown) -> response == null
                ? seen(false, request.failure(thrown))
                : seen(good.contains(response.getCode()), String.valueOf(response.getCode())));
        return seen.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> seen(false, request.timedOut()))
                .whenComplete((observation, thrown) -> answer.cancel(true));
    }

    private Observation seen(boolean isGood, String got) {
        String expected = good.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new Observation(isGood, expected, got);
    }
}
