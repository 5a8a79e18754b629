package dev.reliability.internal.chaostoolkit.http;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a response sends its caller, and with what, as the original's client does it. */
final class Redirect {

    private Redirect() {}

    static HttpCall follow(HttpCall call, int status, String location) {
        URI from = Urls.parse(call.url());
        URI to = Urls.parse(target(from, location));
        boolean get = !call.method().equals("HEAD")
                && (status == 303
                        || status == 302
                        || (status == 301 && call.method().equals("POST")));
        Map<String, @Nullable String> headers = new LinkedHashMap<>(call.headers());
        if (!String.valueOf(from.getHost()).equalsIgnoreCase(to.getHost())) {
            headers.keySet().removeIf(name -> name.equalsIgnoreCase("Authorization"));
        }
        headers.keySet().removeIf("Cookie"::equalsIgnoreCase);
        if (status != 307 && status != 308) {
            headers.keySet()
                    .removeIf(name -> name.toLowerCase(Locale.ROOT).matches("content-(length|type)|transfer-encoding"));
        }
        if (call.body() != null && status != 307 && status != 308) {
            headers.put("Content-Length", null);
        }
        return new HttpCall(
                get ? "GET" : call.method(),
                to.toString(),
                headers,
                status == 307 || status == 308 ? call.body() : null,
                call.connect(),
                call.read(),
                call.total(),
                call.verify(),
                call.authorities(),
                call.retries());
    }

    /** Where a redirect leads to; servers send its bytes as they like. */
    private static String target(URI from, String location) {
        try {
            String written = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(location.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString()
                    .replace(" ", "%20");
            if (written.matches("//([/?#].*)?")) {
                return from.toString();
            }
            if (written.startsWith("?")) {
                return from.getScheme() + "://" + from.getRawAuthority() + from.getRawPath() + written;
            }
            return written.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")
                    ? written
                    : from.resolve(Urls.quoted(written)).toString();
        } catch (CharacterCodingException e) {
            throw new PythonError("UnicodeDecodeError", "the location of a redirect is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw new PythonError(
                    "requests.exceptions.InvalidURL", "Invalid URL '" + location + "', to which a redirect leads");
        }
    }
}
