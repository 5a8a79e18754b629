package dev.reliability.internal.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URL. {@link URI} refuses hosts with an underscore, which name servers, Docker and many companies
 * do not.
 *
 * @param text what was written, to be printed
 * @param scheme {@code http} or {@code https}
 * @param host a name, or an IP address without brackets
 * @param port -1 for that of the scheme
 * @param path path and query, encoded as they were written
 */
public record HttpUrl(String text, String scheme, String host, int port, String path) {

    private static final Pattern FORM = Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)(?:#.*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%25[0-9A-Za-z._~-]+)?)]|([^\\[\\]:\\s]+))(?::(\\d{0,5}))?");
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z_.])?");
    private static final Pattern CREDENTIALS = Pattern.compile("://.*@", Pattern.DOTALL);

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is anything else, or holds a user name; what may be a password is not in the
     *     message
     */
    public static HttpUrl parse(String url) {
        String text = url.strip();
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(2).isEmpty()) {
            throw new IllegalArgumentException("\"" + masked(text) + "\" is not an absolute http or https URL");
        }
        Matcher authority = AUTHORITY.matcher(form.group(2));
        boolean readable = authority.matches();
        // A password with a slash in it ends the host, as it stands, and begins the path.
        if (form.group(2).contains("@") || (!readable && text.contains("@"))) {
            throw new IllegalArgumentException("\"" + masked(text)
                    + "\" holds a user name or a password: take it out of" + " the URL, and send it as a header");
        }
        if (!readable) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a URL: \"" + form.group(2) + "\" is not a host with a port");
        }
        return new HttpUrl(
                text,
                form.group(1).toLowerCase(Locale.ROOT),
                authority.group(1) == null
                        ? name(text, authority.group(2))
                        : authority.group(1).replace("%25", "%"),
                port(text, authority.group(3)),
                path(text, form.group(3)));
    }

    /** Returns a text without what may be a user name and a password in it. */
    public static String masked(String text) {
        return CREDENTIALS.matcher(text).replaceFirst("://***@");
    }

    private static String name(String text, String written) {
        String ascii;
        try {
            ascii = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            ascii = "";
        }
        if (!NAME.matcher(ascii).matches()) {
            throw new IllegalArgumentException(
                    "\"" + masked(text) + "\" is not a URL: \"" + masked(written) + "\" is not a host name");
        }
        return ascii;
    }

    private static int port(String text, @Nullable String written) {
        int port = written == null || written.isEmpty() ? -1 : Integer.parseInt(written);
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "\"" + masked(text) + "\" is not a URL: " + port + " is not a port from 1 to 65535");
        }
        return port;
    }

    private static String path(String text, String written) {
        String path = written.startsWith("/") ? written : "/" + written;
        try {
            return new URI("http://host" + path).toString().substring("http://host".length());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + masked(text) + "\" is not a URL: " + e.getReason(), e);
        }
    }

    /** Returns where requests go. */
    HttpHost where() {
        return new HttpHost(scheme, host, port);
    }

    @Override
    public String toString() {
        return text;
    }
}
