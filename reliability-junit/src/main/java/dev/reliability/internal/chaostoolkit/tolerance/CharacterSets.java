package dev.reliability.internal.chaostoolkit.tolerance;

import java.util.Locale;
import java.util.Map;

/** Python's character classes, spelled out so that no flag of {@link java.util.regex.Pattern} changes them. */
final class CharacterSets {
    private static final String SPACES =
            "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
    private static final Map<Character, String> UNICODE = Map.of('d', "\\p{Nd}", 'w', "\\p{L}\\p{N}_", 's', SPACES);
    private static final Map<Character, String> ASCII = Map.of('d', "0-9", 'w', "a-zA-Z0-9_", 's', "\\t-\\r\\x20");

    private CharacterSets() {}

    /** The class for {@code \d}, {@code \w}, {@code \s} and their negations, in brackets. */
    static String of(char letter, boolean ascii) {
        String members = (ascii ? ASCII : UNICODE).get(Character.toLowerCase(letter));
        return "[" + (Character.isUpperCase(letter) ? "^" : "") + members + "]";
    }

    static boolean isClass(char letter) {
        return "dDwWsS".indexOf(letter) >= 0;
    }

    /** A word boundary, or with {@code inside} its opposite, which Python never finds in an empty text. */
    static String boundary(boolean inside, boolean ascii) {
        String word = of('w', ascii);
        return inside
                ? "(?:(?!\\A\\z)(?:(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + ")))"
                : "(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))";
    }

    /** The character for itself, inside and outside of brackets. */
    static String literal(int point) {
        return point < 0x80 && Character.isLetterOrDigit(point)
                ? Character.toString(point)
                : String.format(Locale.ROOT, "\\x{%x}", point);
    }
}
