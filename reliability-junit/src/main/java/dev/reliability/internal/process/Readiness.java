package dev.reliability.internal.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** When a process counts as ready. */
public interface Readiness {

    /** What is expected, as the object of "expected ...". */
    String expectation();

    /** Looks once; empty when ready, else what was seen instead. */
    Optional<String> look(CapturedOutput output, Duration timeout);

    /** What is looked for in the output, if it is the output that tells. */
    default Optional<Pattern> awaited() {
        return Optional.empty();
    }

    /**
     * Understands {@code http://…}, {@code https://…}, {@code tcp://HOST:PORT} and {@code log:REGEX}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static Readiness parse(String text) {
        if (text.startsWith("log:")) {
            return log(text);
        }
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no URI: " + e.getMessage(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> http(uri);
            case "tcp" -> tcp(uri);
            default ->
                throw new IllegalArgumentException(
                        "\"" + text + "\": expected http://…, https://…, tcp://HOST:PORT or log:REGEX");
        };
    }

    private static Readiness log(String text) {
        String regex = text.substring("log:".length());
        if (regex.isBlank()) {
            throw new IllegalArgumentException("\"" + text + "\": expected a regular expression after log:");
        }
        try {
            return new OfLog(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no regular expression: " + e.getDescription() + " at index " + e.getIndex(),
                    e);
        }
    }

    private static Readiness http(URI uri) {
        if (uri.getHost() == null || uri.getPort() > 65535 || uri.getPort() == 0) {
            throw new IllegalArgumentException("\"" + uri + "\": expected a host, and a port of 1 to 65535 if any");
        }
        return new OfHttp(uri);
    }

    private static Readiness tcp(URI uri) {
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("\"" + uri + "\": expected tcp://HOST:PORT with a port of 1 to 65535");
        }
        String host = uri.getHost();
        return new OfTcp(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }

    /** Any answer of the 2xx class to GET; a redirect is none. */
    record OfHttp(URI uri) implements Readiness {

        @Override
        public String expectation() {
            return uri + " to answer 2xx";
        }

        @Override
        public Optional<String> look(CapturedOutput output, Duration timeout) {
            try {
                // a proxy set for the build could not reach, or would answer for, a process of this machine
                HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
                try {
                    http.setConnectTimeout((int) timeout.toMillis());
                    http.setReadTimeout((int) timeout.toMillis());
                    http.setInstanceFollowRedirects(false);
                    http.setUseCaches(false);
                    http.setRequestProperty("Connection", "close");
                    int status = http.getResponseCode();
                    return status / 100 == 2 ? Optional.empty() : Optional.of("got " + status);
                } finally {
                    http.disconnect();
                }
            } catch (IOException e) {
                return Optional.of("got " + e);
            }
        }
    }

    /** A connection is accepted. */
    record OfTcp(String host, int port) implements Readiness {

        @Override
        public String expectation() {
            return "tcp://" + host + ":" + port + " to accept a connection";
        }

        @Override
        public Optional<String> look(CapturedOutput output, Duration timeout) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("got " + e);
            }
        }
    }

    /** A line of the output since the last start holds a match. */
    record OfLog(Pattern pattern) implements Readiness {

        @Override
        public String expectation() {
            return "a line of output to match \"" + pattern + "\"";
        }

        @Override
        public Optional<String> look(CapturedOutput output, Duration timeout) {
            return output.sawAwaited() ? Optional.empty() : Optional.of("no line matched");
        }

        @Override
        public Optional<Pattern> awaited() {
            return Optional.of(pattern);
        }
    }
}
