package dev.reliability.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Headers of a request, which may hold secrets: their values are never printed. */
public final class HttpHeaders {

    /** No headers. */
    public static final HttpHeaders NONE = new HttpHeaders(List.of());

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final Set<String> OURS = Set.of("connection", "content-length", "transfer-encoding");

    private final List<Header> headers;

    private HttpHeaders(List<Header> headers) {
        this.headers = headers;
    }

    /** One header. */
    public record Entry(String name, String value) {

        /**
         * Reads {@code Name: value}.
         *
         * @throws IllegalArgumentException if it is malformed; the value is not in the message
         */
        public static Entry parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a header has no colon: write \"Name: value\"");
            }
            String name = text.substring(0, colon).strip();
            String value = text.substring(colon + 1).strip();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("\"" + name + "\" is not the name of a header");
            }
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header " + name + " cannot be set: it belongs to the connection");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "the value of header " + name + " holds a character that is not printable ASCII");
            }
            return new Entry(name, value);
        }

        @Override
        public String toString() {
            return name + ": ***";
        }
    }

    /** Returns headers in the order in which they are sent. */
    public static HttpHeaders of(List<Entry> entries) {
        return new HttpHeaders(entries.stream()
                .<Header>map(entry -> new BasicHeader(entry.name(), entry.value(), true))
                .toList());
    }

    Header[] all() {
        return headers.toArray(Header[]::new);
    }
}
