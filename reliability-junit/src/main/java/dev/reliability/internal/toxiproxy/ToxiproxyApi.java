package dev.reliability.internal.toxiproxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of one proxy of a Toxiproxy server over its HTTP API. Every call ends within a few seconds. */
final class ToxiproxyApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COUNTER =
            Pattern.compile("toxiproxy_proxy_(received|sent)_bytes_total\\{([^}]*)} ([0-9.e+]+)");

    private final URI server;
    private final String proxy;
    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    ToxiproxyApi(URI server, String proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    /** Where a proxy leads. */
    record Proxy(String name, String upstream, boolean enabled, List<String> toxics) {}

    /** Bytes of connections that have ended, both ways. */
    record Traffic(long received, long sent) {}

    String name() {
        return proxy;
    }

    URI server() {
        return server;
    }

    Optional<Proxy> proxy() throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/proxies/" + encoded(proxy), null);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode found = JSON.readTree(expect(answer, 200));
        List<String> toxics = new ArrayList<>();
        found.path("toxics").forEach(toxic -> toxics.add(toxic.path("name").asText()));
        return Optional.of(new Proxy(
                found.path("name").asText(),
                found.path("upstream").asText(),
                found.path("enabled").asBoolean(),
                toxics));
    }

    Set<String> proxies() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        JSON.readTree(expect(call("GET", "/proxies", null), 200)).fieldNames().forEachRemaining(names::add);
        return names;
    }

    void add(String toxic, String type, String stream, Map<String, Long> attributes)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("name", toxic)
                .put("type", type)
                .put("stream", stream)
                .put("toxicity", 1.0);
        ObjectNode values = body.putObject("attributes");
        attributes.forEach(values::put);
        expect(call("POST", "/proxies/" + encoded(proxy) + "/toxics", body.toString()), 200);
    }

    /** Removes a toxic; one that is not there, or whose proxy is not, is gone. */
    void remove(String toxic) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("DELETE", "/proxies/" + encoded(proxy) + "/toxics/" + encoded(toxic), null);
        if (answer.statusCode() != 404) {
            expect(answer, 204);
        }
    }

    /** Returns the traffic of the proxy, or empty if the server does not count it. */
    Optional<Traffic> traffic() throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/metrics", null);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        long received = 0;
        long sent = 0;
        Matcher matcher = COUNTER.matcher(expect(answer, 200));
        while (matcher.find()) {
            if (matcher.group(2).contains("proxy=\"" + proxy + "\"")) {
                long bytes = (long) Double.parseDouble(matcher.group(3));
                received += matcher.group(1).equals("received") ? bytes : 0;
                sent += matcher.group(1).equals("sent") ? bytes : 0;
            }
        }
        return Optional.of(new Traffic(received, sent));
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw new IOException("Toxiproxy at " + server + " gave no answer in 5 s", e);
        } catch (ConnectException e) {
            throw new IOException("nobody listens at " + server, e);
        }
    }

    private static String expect(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException(answer.request().method() + " " + answer.uri() + " answered " + answer.statusCode()
                    + ": " + answer.body().strip());
        }
        return answer.body();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
