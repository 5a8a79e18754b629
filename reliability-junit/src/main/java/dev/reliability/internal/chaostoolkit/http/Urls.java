package dev.reliability.internal.chaostoolkit.http;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Addresses and form fields, quoted as Python's requests quotes them. */
public final class Urls {
    private static final String SAFE =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!#$%&'()*+,/:;=?@[]";

    private Urls() {}

    /**
     * The address as a URI, characters quoted that may not stand in one.
     *
     * @throws PythonError when it has no http or https scheme, or no host
     */
    public static URI parse(String url) {
        String trimmed = url.stripLeading();
        String scheme = trimmed.toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("http://") && !scheme.startsWith("https://")) {
            throw new PythonError(
                    trimmed.contains("://") ? "requests.exceptions.InvalidSchema" : "requests.exceptions.MissingSchema",
                    "Invalid URL '" + url + "': it must begin with http:// or https://");
        }
        try {
            URI uri = new URI(quote(trimmed));
            String authority = uri.getRawAuthority();
            if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
                throw invalid(url, "no host supplied");
            }
            return uri.getRawPath().isEmpty() ? uri.resolve("/" + query(uri)) : uri;
        } catch (URISyntaxException e) {
            throw invalid(url, e.getReason());
        }
    }

    private static String query(URI uri) {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    private static PythonError invalid(String url, String reason) {
        return new PythonError("requests.exceptions.InvalidURL", "Invalid URL '" + url + "': " + reason);
    }

    private static String quote(String url) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < url.length(); ) {
            int point = url.codePointAt(i);
            boolean escape = point == '%' && !url.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*");
            if (SAFE.indexOf(point) >= 0 && !escape) {
                out.appendCodePoint(point);
            } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format("%%%02X", b & 0xff));
                }
            }
            i += Character.charCount(point);
        }
        return out.toString();
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
            if (each != null) {
                all.add(encode(PythonText.str(key)) + "=" + encode(PythonText.str(each)));
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
