package dev.reliability.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads URLs that tests and profiles hold. */
public final class HttpUrls {

    private HttpUrls() {}

    /**
     * Reads an absolute http or https URL.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static URI parse(String url) {
        try {
            URI uri = new URI(url.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + url + "\" is not a URL: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("\"" + url + "\" is not an absolute http or https URL");
    }
}
