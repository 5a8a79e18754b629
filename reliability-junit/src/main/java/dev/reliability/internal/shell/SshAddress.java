package dev.reliability.internal.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an SSH target is.
 *
 * @param user login name, or null for what the user's configuration says
 * @param host name, alias of the user's configuration, or IP address without brackets
 * @param port TCP port, or 0 for what the user's configuration says
 */
public record SshAddress(@Nullable String user, String host, int port) {

    // Narrow on purpose: the OpenSSH client puts user and host into the command lines of a ProxyCommand.
    private static final Pattern FORM = Pattern.compile(
            "ssh://(?:([A-Za-z0-9_][A-Za-z0-9._-]*)@)?([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]{1,5}))?/?");

    /**
     * Reads {@code ssh://user@host:port}; user and port may be left out.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static SshAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        int port = matcher.matches() && matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : 0;
        if (!matcher.matches() || port > 65535) {
            throw new IllegalArgumentException("expected ssh://user@host:port, got " + text);
        }
        String host = matcher.group(2);
        return new SshAddress(
                matcher.group(1), host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    @Override
    public String toString() {
        return "ssh://" + (user == null ? "" : user + "@") + (host.contains(":") ? "[" + host + "]" : host)
                + (port == 0 ? "" : ":" + port);
    }
}
