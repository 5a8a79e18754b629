package dev.reliability.samples.bookstore;

import dev.reliability.samples.bookstore.FailoverSwitch.HealthCheck;
import dev.reliability.samples.bookstore.HttpService.Answer;
import dev.reliability.samples.bookstore.HttpService.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The front door for machines with one loopback address: a reverse proxy that passes each request to the primary while
 * the primary is healthy, else to the secondary. It retries nothing and adds nothing but the answers 502 and 504.
 *
 * <p>Environment (default):
 *
 * <ul>
 *   <li>{@code BIND} (127.0.0.1), {@code PORT} (0, any free port); {@code HTTP_PORT} (0, any free port) for
 *       {@code /health} and {@code /log} of the front door itself
 *   <li>{@code RECORD} (bookstore.example.): the name under which moves are logged
 *   <li>{@code PRIMARY}, {@code SECONDARY}: URLs; without a secondary, nothing ever moves
 *   <li>{@code UPSTREAM_TIMEOUT} (5s): to connect, and for each read
 *   <li>{@code HEALTH_URL} of the primary, {@code INTERVAL} (500ms), {@code TIMEOUT} (1s), {@code FAILURES} (2),
 *       {@code SUCCESSES} (2); {@code CHECK=none}: no health check, the primary for ever
 * </ul>
 */
public final class HttpFrontDoor {

    private static final int THREADS = 64;
    private static final List<String> REQUEST_HEADERS = List.of("Accept", "Content-type", "User-agent");
    private static final List<String> ANSWER_HEADERS = List.of("Content-Type", "X-Served-By");

    private final FailoverSwitch failover;
    private final Duration limit;

    private HttpFrontDoor(FailoverSwitch failover, Duration limit) {
        this.failover = failover;
        this.limit = limit;
    }

    public static void main(String[] arguments) {
        SampleMain.run("front-door", HttpFrontDoor::start);
    }

    private static String start(Settings settings) throws IOException {
        String bind = settings.text("BIND", "127.0.0.1");
        String primary = settings.url("PRIMARY").toString();
        Optional<String> secondary = settings.text("SECONDARY")
                .map(value -> settings.url("SECONDARY").toString());
        FailoverSwitch failover = FailoverSwitch.start(
                settings.text("RECORD", "bookstore.example."), primary, secondary, HealthCheck.from(settings));
        HttpFrontDoor frontDoor =
                new HttpFrontDoor(failover, settings.duration("UPSTREAM_TIMEOUT", Duration.ofSeconds(5)));
        HttpService service = HttpService.start(
                new InetSocketAddress(bind, settings.number("PORT", 0)), THREADS, Map.of(), frontDoor::pass);
        HttpService log = FrontDoorLog.serve(new InetSocketAddress(bind, settings.number("HTTP_PORT", 0)), failover);
        return service.url() + " and " + log.url();
    }

    private Answer pass(Request request) throws IOException {
        URI upstream = URI.create(failover.current()).resolve(request.target());
        try {
            return send(request, upstream);
        } catch (SocketTimeoutException e) {
            return Answer.error(504, upstream + ": " + SampleMain.describe(e));
        } catch (IOException e) {
            return Answer.error(502, upstream + ": " + SampleMain.describe(e));
        }
    }

    private Answer send(Request request, URI upstream) throws IOException {
        HttpURLConnection connection = HttpGet.open(upstream, limit, limit);
        try {
            connection.setRequestMethod(request.method());
            for (String header : REQUEST_HEADERS) {
                if (request.headers().containsKey(header)) {
                    connection.setRequestProperty(header, request.headers().get(header));
                }
            }
            if (request.body().length > 0) {
                connection.setDoOutput(true);
                // with a fixed length, a request that got no answer is not sent twice
                connection.setFixedLengthStreamingMode(request.body().length);
                try (OutputStream body = connection.getOutputStream()) {
                    body.write(request.body());
                }
            }
            int status = connection.getResponseCode();
            Map<String, String> headers = new LinkedHashMap<>();
            for (String header : ANSWER_HEADERS) {
                String value = connection.getHeaderField(header);
                if (value != null) {
                    headers.put(header, value);
                }
            }
            return new Answer(status, headers, HttpGet.body(connection));
        } finally {
            connection.disconnect();
        }
    }
}
