package dev.reliability.internal.http;

import dev.reliability.internal.dns.DnsLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one URL, each over a new connection or over kept ones. Where the name of the host is to be followed, a new
 * connection goes where the name server says at that moment, and a kept one stays where it is until it fails.
 */
public final class HttpExchange {

    private final URI uri;
    private final String method;
    private final boolean keep;
    private final @Nullable DnsLookup follow;
    private final AtomicReference<@Nullable HttpHost> kept = new AtomicReference<>();

    private HttpExchange(URI uri, String method, boolean keep, @Nullable DnsLookup follow) {
        this.uri = uri;
        this.method = method;
        this.keep = keep;
        this.follow = follow;
    }

    /** Requests over new connections, to where the system's resolver says. */
    public static HttpExchange of(URI uri, String method) {
        return new HttpExchange(uri, method, false, null);
    }

    /** The same requests over kept connections, apart from everybody else's. */
    HttpExchange pooled() {
        return new HttpExchange(uri, method, true, follow);
    }

    /** The same requests to where a lookup says, if there is one. */
    public HttpExchange following(Optional<DnsLookup> lookup) {
        return new HttpExchange(uri, method, keep, lookup.orElse(null));
    }

    /** An answer. */
    public record Response(int status, Map<String, String> headers, String body) {

        /** Returns a header's value; several are joined by a comma. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** Tells whether the status is 2xx. */
        public boolean successful() {
            return status / 100 == 2;
        }
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @throws IOException if there was none; the message says what came instead
     */
    public Response fetch(Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<SimpleHttpResponse> answer = send(timeout);
        try {
            return response(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(method + " " + uri + ": " + HttpFailures.describe(cause, timeout), cause);
        } catch (TimeoutException e) {
            throw new IOException(method + " " + uri + ": " + HttpFailures.timedOut(timeout), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Response response(SimpleHttpResponse response) {
        Map<String, String> headers = Arrays.stream(response.getHeaders())
                .collect(Collectors.toMap(
                        header -> header.getName().toLowerCase(Locale.ROOT),
                        Header::getValue,
                        (first, second) -> first + ", " + second));
        String body = response.getBodyText();
        return new Response(response.getCode(), headers, body == null ? "" : body);
    }

    /** Sends one request; cancelling the result ends it. */
    CompletableFuture<SimpleHttpResponse> send(Duration timeout) {
        if (follow == null) {
            return send(null, timeout);
        }
        HttpHost last = keep ? kept.getAndSet(null) : null;
        CompletableFuture<HttpHost> host = last != null
                ? CompletableFuture.completedFuture(last)
                : follow.ask(timeout).thenApply(found -> host(found.addresses().get(0)));
        CompletableFuture<SimpleHttpResponse> answer = new CompletableFuture<>();
        onEnd(host, (where, unknown) -> {
            if (where == null) {
                answer.completeExceptionally(unknown instanceof CompletionException ? unknown.getCause() : unknown);
                return;
            }
            CompletableFuture<SimpleHttpResponse> exchange = send(where, timeout);
            onEnd(exchange, (response, failed) -> {
                if (response != null) {
                    kept.set(where);
                    answer.complete(response);
                } else {
                    answer.completeExceptionally(failed);
                }
            });
            onEnd(answer, (response, failed) -> exchange.cancel(true));
        });
        return answer;
    }

    private HttpHost host(InetAddress address) {
        try {
            // The name stays with the address, for the Host header and for TLS.
            InetAddress named = InetAddress.getByAddress(uri.getHost(), address.getAddress());
            return new HttpHost(uri.getScheme(), named, uri.getHost(), uri.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<SimpleHttpResponse> send(@Nullable HttpHost where, Duration timeout) {
        Timeout limit = Timeout.ofMilliseconds(timeout.toMillis());
        SimpleHttpRequest request = SimpleRequestBuilder.create(method)
                .setUri(uri)
                .setRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .build();
        CloseableHttpAsyncClient client = keep ? HttpClients.POOLED : HttpClients.FRESH;
        HttpClientContext context = HttpClientContext.create();
        if (keep) {
            // Connections with another token are not lent: what one probe keeps is not what another one has left.
            context.setUserToken(this);
        }
        CompletableFuture<SimpleHttpResponse> answer = new CompletableFuture<>();
        var exchange = client.execute(
                where,
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
        onEnd(answer, (response, thrown) -> {
            // A cancel right after the answer would close the connection, which may be one to keep.
            if (response == null) {
                exchange.cancel(true);
            }
        });
        return answer;
    }

    private static <T> void onEnd(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> action) {
        CompletableFuture<T> unused = future.whenComplete(action);
    }
}
