package dev.reliability.internal.chaostoolkit.tolerance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters of a Python expression: escapes, counts, names, and what the verbose flag skips. */
final class PatternScanner {
    private static final Pattern COUNT = Pattern.compile("\\{(\\d*)(?:(,)(\\d*))?}");
    private static final int NOT_SPECIAL = -1;
    private static final long MOST_REPEATS = 4294967295L;

    private final String expression;
    private int at;
    private boolean verbose;
    private boolean inClass;
    private long from;
    private long to;

    PatternScanner(String expression) {
        this.expression = expression;
    }

    PatternSyntax error(String reason) {
        return new PatternSyntax(expression, at, reason, false);
    }

    PatternSyntax errorBefore(String reason) {
        return new PatternSyntax(expression, at - 1, reason, false);
    }

    PatternSyntax unsupported(String reason) {
        return new PatternSyntax(expression, at, reason, true);
    }

    /** Switches the skipping of white space and comments; returns what it was. */
    boolean verbose(boolean on) {
        boolean before = verbose;
        verbose = on;
        return before;
    }

    String rest() {
        return expression.substring(at);
    }

    boolean more() {
        skipBlanks();
        return at < expression.length();
    }

    /** Whether nothing follows, not even what would be skipped. */
    boolean ended() {
        return at >= expression.length();
    }

    boolean moreOfSequence() {
        return more() && peek() != '|' && peek() != ')';
    }

    char peek() {
        return expression.charAt(at);
    }

    char next() {
        return expression.charAt(at++);
    }

    void back() {
        at--;
    }

    void skip(int count) {
        at += count;
    }

    boolean take(char c) {
        if (more() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** As {@link #take}, but without skipping anything before. */
    boolean takeAtOnce(char c) {
        if (at < expression.length() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Switches to the inside of a character class, where nothing is skipped. */
    void inClass(boolean on) {
        inClass = on;
    }

    /** The code point that the character just read begins. */
    int point(char c) {
        if (Character.isHighSurrogate(c) && at < expression.length() && Character.isLowSurrogate(peek())) {
            return Character.toCodePoint(c, next());
        }
        return c;
    }

    String name(char end) {
        int close = expression.indexOf(end, at);
        if (close < 0) {
            throw error("missing " + end + ", unterminated name");
        }
        String name = expression.substring(at, close);
        boolean begins =
                !name.isEmpty() && (Character.isUnicodeIdentifierStart(name.charAt(0)) || name.charAt(0) == '_');
        if (!begins || !name.chars().allMatch(Character::isUnicodeIdentifierPart)) {
            throw error("bad character in group name '" + name + "'");
        }
        at = close + 1;
        return name;
    }

    boolean closesAfterDash() {
        return at + 1 < expression.length() && expression.charAt(at + 1) == ']';
    }

    boolean isRepeatAfterBrace() {
        Matcher count = COUNT.matcher(expression).region(at - 1, expression.length());
        return count.lookingAt() && (!count.group(1).isEmpty() || count.group(2) != null);
    }

    /** A quantifier in Java's notation, or nothing; a brace that is no count is left to be a character. */
    String quantifier() {
        if (!more()) {
            return "";
        }
        char c = peek();
        String java;
        if (c == '*' || c == '+' || c == '?') {
            at++;
            from = c == '+' ? 1 : 0;
            to = c == '?' ? 1 : Width.UNLIMITED;
            java = String.valueOf(c);
        } else {
            java = c == '{' ? count() : "";
        }
        if (java.isEmpty()) {
            return "";
        }
        if (at < expression.length() && (peek() == '?' || peek() == '+')) {
            java += next();
        }
        return java;
    }

    private String count() {
        Matcher count = COUNT.matcher(expression).region(at, expression.length());
        if (!count.lookingAt() || (count.group(1).isEmpty() && count.group(2) == null)) {
            return "";
        }
        from = number(count.group(1), 0);
        to = count.group(2) == null ? from : number(count.group(3), Width.UNLIMITED);
        if (to < from) {
            throw error("min repeat greater than max repeat");
        }
        at = count.end();
        if (count.group(2) == null) {
            return "{" + from + "}";
        }
        return "{" + from + "," + (count.group(3).isEmpty() ? "" : to) + "}";
    }

    private long number(String digits, long absent) {
        if (digits.isEmpty()) {
            return absent;
        }
        if (digits.length() > 10 || Long.parseLong(digits) >= MOST_REPEATS) {
            throw error("the repetition number is too large");
        }
        return Long.parseLong(digits);
    }

    /** The width of what the last quantifier repeats. */
    Width lastRepeat(Width one) {
        return one.times(from, to);
    }

    /** Whether three octal digits follow, which are a character and not a group. */
    boolean octalAhead() {
        return expression.substring(at).matches("(?s)[0-3][0-7][0-7].*");
    }

    int groupNumber() {
        int number = next() - '0';
        if (at < expression.length() && Character.isDigit(peek()) && peek() < 0x80) {
            number = number * 10 + next() - '0';
        }
        return number;
    }

    /** The character that the escape after a backslash stands for. */
    int escapedPoint(boolean inClass) {
        if (at >= expression.length()) {
            throw error("bad escape (end of pattern)");
        }
        char c = next();
        int special =
                switch (c) {
                    case 'a' -> 7;
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'v' -> 0x0b;
                    case 'x' -> hex(2);
                    case 'u' -> hex(4);
                    case 'U' -> hex(8);
                    case 'b' -> inClass ? '\b' : NOT_SPECIAL;
                    case 'N' -> throw unsupported("\\N{NAME} has no equivalent");
                    default -> NOT_SPECIAL;
                };
        if (special != NOT_SPECIAL) {
            return special;
        }
        if (c >= '0' && c <= '7' && (c == '0' || inClass || octalFrom(at - 1))) {
            at--;
            return octal();
        }
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
            throw errorBefore("bad escape \\" + c);
        }
        return point(c);
    }

    private boolean octalFrom(int start) {
        return expression.substring(start).matches("(?s)[0-3][0-7][0-7].*");
    }

    private int octal() {
        int value = 0;
        int digits = 0;
        while (digits < 3 && at < expression.length() && peek() >= '0' && peek() <= '7') {
            value = value * 8 + next() - '0';
            digits++;
        }
        if (value > 0377) {
            throw error("octal escape value outside of range 0-0o377");
        }
        return value;
    }

    private int hex(int length) {
        int end = at + length;
        if (end > expression.length() || !expression.substring(at, end).matches("[0-9a-fA-F]+")) {
            throw error("incomplete escape");
        }
        long value = Long.parseLong(expression.substring(at, end), 16);
        at = end;
        if (value > Character.MAX_CODE_POINT) {
            throw error("bad escape, no such character");
        }
        return (int) value;
    }

    private void skipBlanks() {
        while (!inClass && at < expression.length()) {
            char c = peek();
            if (expression.startsWith("(?#", at)) {
                int end = expression.indexOf(')', at);
                if (end < 0) {
                    throw error("missing ), unterminated comment");
                }
                at = end + 1;
            } else if (!verbose) {
                return;
            } else if (" \t\n\r\f\u000b".indexOf(c) >= 0) {
                at++;
            } else if (c == '#') {
                int end = expression.indexOf('\n', at);
                at = end < 0 ? expression.length() : end + 1;
            } else {
                return;
            }
        }
    }
}
