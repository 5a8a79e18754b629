package dev.reliability.internal.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what looks like a secret in what others wrote: the values of fields whose names say that they are one, credentials of a request,
 * passwords in URLs, tokens and keys whose form is known. Whoever logs a secret under another name is not protected by it.
 */
final class Secrets {

    private static final String MASK = "********";

    /** A field's name, what stands between it and its value, and the value. */
    private static final Pattern FIELD = Pattern.compile(
            "(?i)((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
                    + "[\\w.-]{0,32}[\"']?\\s{0,8}[=:]\\s{0,8})"
                    + "(\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+'|[^\\s,;&}\\])]++)");

    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)((?:authorization|cookie|set-cookie)[\"']?\\s{0,8}[=:]\\s{0,8})([^\\r\\n]+)");

    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");

    private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s@:]*:[^/\\s@]*(?=@)");

    /**
     * Tokens of JSON, as the group. What only begins like one is taken in whole, since nothing in it can be one either: a long text
     * that begins like many is not read once for each.
     */
    private static final Pattern JSON_TOKEN = Pattern.compile("\\beyJ(?:([\\w-]{8,}+\\.[\\w-]++\\.[\\w-]*+)|[\\w-]*+)");

    /** Keys of AWS, tokens of GitHub. */
    private static final Pattern KNOWN =
            Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20,}\\b");

    private Secrets() {}

    static String hidden(String text) {
        String masked = AUTHORIZATION.matcher(text).replaceAll("$1" + MASK);
        masked = FIELD.matcher(masked).replaceAll("$1" + MASK);
        masked = SCHEME.matcher(masked).replaceAll("$1 " + MASK);
        masked = USER.matcher(masked).replaceAll(MASK);
        masked = JSON_TOKEN
                .matcher(masked)
                .replaceAll(token -> token.group(1) == null ? Matcher.quoteReplacement(token.group()) : MASK);
        return KNOWN.matcher(masked).replaceAll(MASK);
    }
}
