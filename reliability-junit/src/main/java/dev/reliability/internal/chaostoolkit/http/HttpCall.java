package dev.reliability.internal.chaostoolkit.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param headers in place of the usual ones, or without them where the value is {@code null}
 * @param body the text to send, as UTF-8; {@code null} for none
 * @param connect how long to wait for a connection; zero is for ever
 * @param read how long to wait for each next byte; zero is for ever
 * @param total how long everything may take, redirects included; zero is for ever
 * @param verify {@code false} to accept any certificate
 * @param authorities file with certificates to trust instead of the default ones, empty for those
 * @param retries how often a failed attempt is repeated
 */
public record HttpCall(
        String method,
        String url,
        Map<String, @Nullable String> headers,
        @Nullable String body,
        Duration connect,
        Duration read,
        Duration total,
        boolean verify,
        Optional<String> authorities,
        int retries) {
    /** A plain request without limits of time. */
    public static HttpCall of(String method, String url) {
        return new HttpCall(
                method, url, Map.of(), null, Duration.ZERO, Duration.ZERO, Duration.ZERO, true, Optional.empty(), 0);
    }

    /** The headers to send: of two names that differ in capitals only the last one counts. */
    Map<String, String> withDefaults() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Accept", "*/*");
        all.put("Accept-Encoding", "gzip, deflate");
        headers.forEach((name, value) -> {
            all.keySet().removeIf(name::equalsIgnoreCase);
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    Optional<String> header(String name) {
        return withDefaults().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The same with one more header. */
    public HttpCall header(String name, String value) {
        Map<String, @Nullable String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, url, more, body, connect, read, total, verify, authorities, retries);
    }

    public HttpCall body(String content) {
        return new HttpCall(method, url, headers, content, connect, read, total, verify, authorities, retries);
    }

    public HttpCall within(Duration limit) {
        return new HttpCall(method, url, headers, body, limit, limit, limit, verify, authorities, retries);
    }

    public HttpCall verify(boolean on) {
        return new HttpCall(method, url, headers, body, connect, read, total, on, authorities, retries);
    }
}
