package dev.reliability.internal.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.internal.http.HttpExchange.Response;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The part of an HTTP answer that is looked at: a header, or a place in its JSON body. */
sealed interface HttpPart {

    /** Returns the texts there, at least one. */
    Set<String> of(Response response) throws IOException;

    /**
     * Reads {@code header:NAME}, {@code json:a.b.0} or {@code json:/a/b/0}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static HttpPart parse(String text) {
        int colon = text.indexOf(':');
        String what = colon < 0 ? "" : text.substring(colon + 1).strip();
        switch (colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
            case "header" -> {
                if (what.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                    return new InHeader(what);
                }
                throw new IllegalArgumentException("\"" + what + "\" is not the name of a header");
            }
            case "json" -> {
                if (!what.isEmpty()) {
                    return new InJson(what);
                }
                throw new IllegalArgumentException("#json: is followed by no path, such as status.database");
            }
            default -> throw new IllegalArgumentException("\"#" + text + "\" is neither #header:NAME nor #json:PATH");
        }
    }

    /** A header. */
    record InHeader(String name) implements HttpPart {

        @Override
        public Set<String> of(Response response) throws IOException {
            return Set.of(response.header(name)
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(
                            () -> new IOException("the answer (" + response.status() + ") has no header " + name)));
        }
    }

    /** A place in JSON. */
    record InJson(String path) implements HttpPart {

        private static final ObjectMapper JSON = new ObjectMapper();
        private static final int LONGEST_QUOTE = 200;

        @Override
        public Set<String> of(Response response) throws IOException {
            JsonNode node;
            try {
                node = JSON.readTree(response.body()).at(pointer());
            } catch (JsonProcessingException e) {
                throw new IOException(
                        "the answer (" + response.status() + ") is not JSON: " + quote(response.body()), e);
            }
            Set<String> texts = new LinkedHashSet<>();
            for (JsonNode one : node.isArray() ? node : Set.of(node)) {
                if (one.isValueNode() && !one.isNull()) {
                    texts.add(one.asText());
                }
            }
            if (texts.isEmpty()) {
                throw new IOException("the answer (" + response.status() + ") has no value at " + path + ": "
                        + quote(response.body()));
            }
            return texts;
        }

        private String pointer() {
            return path.startsWith("/")
                    ? path
                    : "/" + path.replace("~", "~0").replace("/", "~1").replace('.', '/');
        }

        private static String quote(String body) {
            String line = body.strip().replaceAll("\\s+", " ");
            return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
        }
    }
}
