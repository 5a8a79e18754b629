package dev.reliability.internal.chaostoolkit.tolerance;

import java.util.regex.Pattern;

/**
 * Python's {@code re.search} on {@link java.util.regex.Pattern}.
 *
 * <p>The expression is translated, not handed over: named groups {@code (?P<n>...)} and {@code (?P=n)}, {@code \Z},
 * {@code $} (before one final line feed only), Python's Unicode classes, {@code {,n}}, a {@code ]} that opens a
 * class, inline flags {@code aimsux}, and octal and {@code \U} escapes mean what they mean in Python.
 *
 * <p>Not supported, and refused with the place: conditionals {@code (?(1)yes|no)}, {@code \N{NAME}}, and the flag
 * {@code L}. Ignoring case folds by Java's Unicode tables, which differ from Python's for a few dozen characters.
 */
public final class PythonPattern {
    private final Pattern pattern;

    private PythonPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntax when Python would refuse it, or when it cannot be run here
     */
    public static PythonPattern compile(String expression) {
        String translated = new PatternTranslator(expression).translate();
        try {
            return new PythonPattern(Pattern.compile(translated));
        } catch (java.util.regex.PatternSyntaxException e) {
            throw new PatternSyntax(expression, 0, String.valueOf(e.getDescription()), true);
        } catch (StackOverflowError e) {
            throw new PatternSyntax(expression, 0, "nested too deeply", true);
        }
    }

    /** Whether the expression matches anywhere in the text. */
    public boolean search(String text) {
        try {
            return pattern.matcher(text).find();
        } catch (StackOverflowError e) {
            throw new IllegalStateException("the regular expression needs too much stack on this text", e);
        }
    }
}
