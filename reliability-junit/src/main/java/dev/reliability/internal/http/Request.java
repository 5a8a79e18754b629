package dev.reliability.internal.http;

import dev.reliability.internal.dns.DnsException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.util.Timeout;

/** One request that is under way. */
final class Request {

    private final HttpExchange exchange;
    private final Duration timeout;
    private final Resolution resolution;
    private final CompletableFuture<SimpleHttpResponse> answer = new CompletableFuture<>();

    /** Sends it. */
    Request(HttpExchange exchange, Duration timeout) {
        this.exchange = exchange;
        this.timeout = timeout;
        this.resolution = new Resolution(exchange.lookup(), timeout);
        Future<SimpleHttpResponse> sent = send();
        CompletableFuture<SimpleHttpResponse> unused = answer.whenComplete((response, thrown) -> {
            // A cancel right after the answer would close the connection, which may be one to keep.
            if (response == null) {
                sent.cancel(true);
            }
        });
    }

    /** Returns the answer; cancelling it ends the request. */
    CompletableFuture<SimpleHttpResponse> answer() {
        return answer;
    }

    /** Says in a few words why there is no answer. */
    String failure(Throwable thrown) {
        String failure = HttpFailures.describe(thrown, timeout);
        return thrown instanceof ConnectException || thrown instanceof DnsException ? failure + directly() : failure;
    }

    /** Says that there was no answer in time, and what was waited for. */
    String timedOut() {
        return HttpFailures.timedOut(timeout)
                + (resolution.underWay() ? ", looking up " + exchange.url().host() : "")
                + directly();
    }

    private String directly() {
        return Proxies.unused(exchange.url())
                .map(name -> " (asked directly: the proxy of " + name + " is not used)")
                .orElse("");
    }

    private Future<SimpleHttpResponse> send() {
        Timeout limit = Timeout.ofMilliseconds(timeout.toMillis());
        SimpleHttpRequest request = SimpleRequestBuilder.create(exchange.method())
                .setHttpHost(exchange.url().where())
                .setPath(exchange.url().path())
                .setHeaders(exchange.headers().all())
                .setRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .build();
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(ResolvingOperator.RESOLUTION, resolution);
        exchange.kept().ifPresent(kept -> {
            // Connections with another token are not lent: what one probe keeps is not what another one has left.
            context.setUserToken(kept);
            context.setAttribute(ResolvingOperator.KEPT, kept);
        });
        return (exchange.kept().isPresent() ? HttpClients.POOLED : HttpClients.FRESH)
                .execute(
                        null,
                        SimpleRequestProducer.create(request),
                        SimpleResponseConsumer.create(),
                        null,
                        context,
                        new FutureCallback<SimpleHttpResponse>() {
                            @Override
                            public void completed(SimpleHttpResponse response) {
                                answer.complete(response);
                            }

                            @Override
                            public void failed(Exception e) {
                                answer.completeExceptionally(e);
                            }

                            @Override
                            public void cancelled() {
                                answer.completeExceptionally(new TimeoutException());
                            }
                        });
    }
}
