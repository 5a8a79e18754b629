package dev.reliability.internal.http;

import dev.reliability.internal.plan.Durations;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.util.Timeout;

/** Looks whether a URL answers with a good status. Needs no thread while it waits. */
public final class HttpProbe implements Probe {

    private final URI uri;
    private final String method;
    private final List<Integer> good;
    private final boolean keep;

    private HttpProbe(URI uri, String method, List<Integer> good, boolean keep) {
        this.uri = uri;
        this.method = method;
        this.good = good;
        this.keep = keep;
    }

    /**
     * Creates a probe that connects anew for each sample.
     *
     * @throws IllegalArgumentException if URL, method or a status is malformed
     */
    public static HttpProbe of(String url, String method, List<Integer> good) {
        URI uri = uri(url);
        String verb = method.strip().toUpperCase(Locale.ROOT);
        if (!verb.matches("[A-Z]+")) {
            throw new IllegalArgumentException("\"" + method + "\" is not an HTTP method");
        }
        if (good.isEmpty() || good.stream().anyMatch(code -> code < 100 || code > 599)) {
            throw new IllegalArgumentException("status " + good + " are not HTTP status codes from 100 to 599");
        }
        return new HttpProbe(uri, verb, List.copyOf(good), false);
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + url + "\" is not a URL: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("\"" + url + "\" is not an absolute http or https URL");
    }

    @Override
    public Optional<Probe> pooled() {
        return Optional.of(new HttpProbe(uri, method, good, true));
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        Timeout limit = Timeout.ofMilliseconds(timeout.toMillis());
        SimpleHttpRequest request = SimpleRequestBuilder.create(method)
                .setUri(uri)
                .setRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .build();
        CompletableFuture<Observation> observation = new CompletableFuture<>();
        CloseableHttpAsyncClient client = keep ? HttpClients.POOLED : HttpClients.FRESH;
        Future<SimpleHttpResponse> exchange = client.execute(request, new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                int code = response.getCode();
                observation.complete(seen(good.contains(code), String.valueOf(code)));
            }

            @Override
            public void failed(Exception e) {
                observation.complete(seen(false, describe(e, timeout)));
            }

            @Override
            public void cancelled() {
                observation.complete(seen(false, timedOut(timeout)));
            }
        });
        return observation
                .completeOnTimeout(seen(false, timedOut(timeout)), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((seen, thrown) -> exchange.cancel(true));
    }

    private Observation seen(boolean isGood, String got) {
        String expected = good.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new Observation(isGood, expected, got);
    }

    private static String timedOut(Duration timeout) {
        return "timeout after " + Durations.limit(timeout);
    }

    private static String describe(Exception e, Duration timeout) {
        if (e instanceof SocketTimeoutException || e instanceof ConnectTimeoutException) {
            return timedOut(timeout);
        }
        if (e instanceof UnknownHostException) {
            return "unknown host " + e.getMessage();
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        if (e instanceof ConnectionClosedException || e instanceof SocketException) {
            return "connection closed";
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
