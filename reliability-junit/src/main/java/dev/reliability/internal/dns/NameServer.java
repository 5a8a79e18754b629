package dev.reliability.internal.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a name server is. */
public final class NameServer {

    private static final int PORT = 53;
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:\\s/@]+))(?::(\\d{1,5}))?");

    private NameServer() {}

    /**
     * Reads {@code 127.0.0.1:5353}, {@code [::1]:53}, {@code ns1.example} or any of them without its port, which is 53 then.
     *
     * @throws IllegalArgumentException if it is malformed or its name is unknown
     */
    public static InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        int port = matcher.matches() && matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : PORT;
        if (!matcher.matches() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a name server: write 127.0.0.1:5353, [::1]:53 or a" + " host name");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("name server \"" + host + "\" is an unknown host", e);
        }
    }

    /** Prints where it is: {@code 127.0.0.1:5353}. */
    public static String text(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
    }
}
