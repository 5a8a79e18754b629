package dev.reliability.internal.http;

import dev.reliability.internal.dns.HostLookup;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** Requests to one URL, each over a new connection or over kept ones. For each new connection the host is looked up anew. */
public final class HttpExchange {

    private final HttpUrl url;
    private final String method;
    private final HttpHeaders headers;
    private final HostLookup lookup;
    private final @Nullable KeptConnections kept;

    private HttpExchange(
            HttpUrl url, String method, HttpHeaders headers, HostLookup lookup, @Nullable KeptConnections kept) {
        this.url = url;
        this.method = method;
        this.headers = headers;
        this.lookup = lookup;
        this.kept = kept;
    }

    /**
     * Requests over new connections.
     *
     * @param lookup finds the host of the URL
     */
    public static HttpExchange of(HttpUrl url, String method, HttpHeaders headers, HostLookup lookup) {
        return new HttpExchange(url, method, headers, lookup, null);
    }

    /** The same requests over kept connections, apart from everybody else's. */
    HttpExchange pooled() {
        return new HttpExchange(url, method, headers, lookup, new KeptConnections());
    }

    HttpUrl url() {
        return url;
    }

    String method() {
        return method;
    }

    HttpHeaders headers() {
        return headers;
    }

    HostLookup lookup() {
        return lookup;
    }

    /** Returns the connections that are kept, if any are. */
    Optional<KeptConnections> kept() {
        return Optional.ofNullable(kept);
    }

    /** Sends one request. */
    Request send(Duration timeout) {
        return new Request(this, timeout);
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
        Request request = send(timeout);
        try {
            return response(request.answer().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(method + " " + url + ": " + request.failure(cause), cause);
        } catch (TimeoutException e) {
            throw new IOException(method + " " + url + ": " + request.timedOut(), e);
        } finally {
            request.answer().cancel(true);
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
}
