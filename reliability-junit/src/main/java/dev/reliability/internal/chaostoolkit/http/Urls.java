package dev.reliability.internal.chaostoolkit.http;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses and form fields, quoted as Python's requests quotes them. */
public final class Urls {
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    private static final String IN_PATHS = UNRESERVED + "!$&'()*+,;=:@/";
    private static final String IN_QUERIES = IN_PATHS + "?";
    private static final Pattern PARTS =
            Pattern.compile("(?s)(https?)://([^/?#\\\\]*)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?s)(?:.*@)?(\\[[0-9A-Fa-f:.%]+\\]|[^:\\[\\]]*)(?::(\\d*))?");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final int LONGEST_LABEL = 63;
    private static final int HIGHEST_PORT = 65_535;

    private Urls() {}

    /**
     * The address as a URI, written as the original writes it: characters quoted that may not stand in one, dots in the path
     * resolved.
     *
     * @throws PythonError when it has no http or https scheme, or a host or port that cannot be
     */
    public static URI parse(String url) {
        String trimmed = url.stripLeading();
        Matcher parts = PARTS.matcher(trimmed);
        if (!parts.matches()) {
            throw new PythonError(
                    trimmed.contains("://") ? "requests.exceptions.InvalidSchema" : "requests.exceptions.MissingSchema",
                    "Invalid URL '" + url + "': it must begin with http:// or https://");
        }
        String path = unquoted(withoutDots(quote(parts.group(3), IN_PATHS)));
        String query = parts.group(4) == null
                ? ""
                : "?" + unquoted(quote(parts.group(4).substring(1), IN_QUERIES));
        try {
            return new URI(parts.group(1).toLowerCase(Locale.ROOT) + "://" + authority(parts.group(2), url)
                    + (path.isEmpty() ? "/" : path) + (query.equals("?") ? "" : query));
        } catch (URISyntaxException e) {
            throw invalid(url, e.getReason());
        }
    }

    /**
     * The address as a URI that can be connected to.
     *
     * @throws PythonError when it cannot
     */
    static URI connectable(String url) {
        URI uri = parse(url);
        if (uri.getPort() > HIGHEST_PORT) {
            throw invalid(url, "there is no port " + uri.getPort());
        }
        return uri;
    }

    private static String authority(String written, String url) {
        Matcher authority = AUTHORITY.matcher(written);
        if (!authority.matches()) {
            throw invalid(url, "the host or port cannot be read");
        }
        String host = authority.group(1);
        String port = authority.group(2) == null ? "" : authority.group(2);
        if (host.isEmpty()) {
            throw invalid(url, "no host supplied");
        }
        if (host.startsWith("*") || host.startsWith(".") || host.matches("(?s).*[\\s%].*")) {
            throw invalid(url, "there is no such host");
        }
        if (Stream.of(host.split("\\.")).anyMatch(label -> label.length() > LONGEST_LABEL)) {
            throw invalid(url, "a part of the host is longer than " + LONGEST_LABEL + " characters");
        }
        if (port.length() > 9) {
            throw invalid(url, "there is no port " + port);
        }
        return host + (port.isEmpty() ? "" : ":" + port);
    }

    private static PythonError invalid(String url, String reason) {
        return new PythonError("requests.exceptions.InvalidURL", "Invalid URL '" + url + "': " + reason);
    }

    /** An address, or a part of one, with everything quoted that may not stand in any. */
    static String quoted(String text) {
        return quote(text, IN_QUERIES + "#[]");
    }

    private static String quote(String text, String allowed) {
        long escapes = ESCAPE.matcher(text).results().count();
        boolean escaped = escapes == text.chars().filter(c -> c == '%').count();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (allowed.indexOf(point) >= 0 || point == '%' && escaped) {
                out.appendCodePoint(point);
            } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            }
            i += Character.charCount(point);
        }
        return out.toString();
    }

    /** Escapes of what need not be escaped are undone, the others are written in capitals. */
    private static String unquoted(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            char c = (char) Integer.parseInt(escape.group().substring(1), 16);
            return UNRESERVED.indexOf(c) >= 0
                    ? String.valueOf(c)
                    : escape.group().toUpperCase(Locale.ROOT);
        });
    }

    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String joined = String.join("/", kept);
        String absolute = path.startsWith("/") && !joined.startsWith("/") ? "/" + joined : joined;
        boolean folder = path.endsWith("/.") || path.endsWith("/..");
        return folder && !absolute.endsWith("/") ? absolute + "/" : absolute;
    }

    /** The address with a query added to the one it has. */
    public static String withQuery(String url, String query) {
        if (query.isEmpty()) {
            return url;
        }
        int hash = url.indexOf('#');
        String base = hash < 0 ? url : url.substring(0, hash);
        String fragment = hash < 0 ? "" : url.substring(hash);
        boolean has = base.contains("?");
        String between = !has ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
        return base + between + query + fragment;
    }

    /**
     * Fields as {@code a=1&b=2}: a map, a list of pairs, or a text that is taken as it is.
     *
     * @throws PythonError for anything else
     */
    public static String form(@Nullable Object fields) {
        if (!PythonValues.truth(fields)) {
            return "";
        }
        if (fields instanceof String text) {
            return text;
        }
        List<String> all = new ArrayList<>();
        if (fields instanceof Map<?, ?> map) {
            map.forEach((key, value) -> add(all, key, value));
        } else if (fields instanceof List<?> list) {
            for (Object pair : list) {
                if (!(pair instanceof List<?> two) || two.size() != 2) {
                    throw PythonError.valueError("cannot encode objects that are not 2-tuples");
                }
                add(all, two.get(0), two.get(1));
            }
        } else {
            throw PythonError.typeError("'" + PythonValues.typeName(fields) + "' object is not iterable");
        }
        return String.join("&", all);
    }

    private static void add(List<String> all, @Nullable Object key, @Nullable Object value) {
        List<?> values = value instanceof List<?> list
                ? list
                : value instanceof Map<?, ?> map ? new ArrayList<Object>(map.keySet()) : singleton(value);
        for (Object each : values) {
            List<?> inner = each instanceof List<?> list
                    ? list
                    : each instanceof Map<?, ?> map ? new ArrayList<Object>(map.keySet()) : singleton(each);
            for (Object one : each == null ? List.of() : inner) {
                all.add(encode(PythonText.str(key)) + "=" + encode(PythonText.str(one)));
            }
        }
    }

    private static List<@Nullable Object> singleton(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }

    /** One field, quoted; a space becomes a plus. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
