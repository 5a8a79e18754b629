package dev.reliability.internal.chaostoolkit.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a path into tokens; the longest one wins, white space separates and is dropped. */
final class Tokens {
    enum Kind {
        SYMBOL,
        WORD,
        NAME,
        STRING,
        NUMBER,
        END
    }

    record Token(Kind kind, String text, int at) {
        boolean is(String symbol) {
            return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbol);
        }
    }

    private static final Set<String> RESERVED = Set.of("and", "or", "not", "contains", "true", "false", "null");
    private static final Pattern TOKEN = Pattern.compile("(?<space>[ \\t\\n\\r]+)"
            + "|(?<string>\"(?:\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4})|[^\"\\\\\\x00-\\x1f])*\")"
            + "|(?<number>-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?(?:0|[1-9][0-9]*))?)"
            + "|(?<name>[_A-Za-z][_A-Za-z0-9]*)"
            + "|(?<symbol>\\.\\.|>=|<=|!=|[@$.*=><{}\\[\\]:,()?])");

    private Tokens() {}

    static List<Token> of(String path) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(path);
        int at = 0;
        while (at < path.length()) {
            matcher.region(at, path.length());
            if (!matcher.lookingAt()) {
                throw new JsonPathSyntaxException(path, at, "'" + path.charAt(at) + "' has no meaning here");
            }
            String text = matcher.group();
            if (matcher.group("string") != null) {
                tokens.add(new Token(Kind.STRING, text.substring(1, text.length() - 1), at));
            } else if (matcher.group("number") != null) {
                tokens.add(new Token(Kind.NUMBER, text, at));
            } else if (matcher.group("name") != null) {
                tokens.add(new Token(RESERVED.contains(text) ? Kind.WORD : Kind.NAME, text, at));
            } else if (matcher.group("symbol") != null) {
                tokens.add(new Token(Kind.SYMBOL, text, at));
            }
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "the end", path.length()));
        return tokens;
    }
}
