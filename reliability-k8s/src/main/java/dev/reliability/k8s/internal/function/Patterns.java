package dev.reliability.k8s.internal.function;

import dev.reliability.spi.FunctionFailedException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns that were written for Python. */
final class Patterns {

    private Patterns() {}

    /**
     * Reads a pattern.
     *
     * @throws FunctionFailedException if it is none
     */
    static Pattern of(String argument, String text) {
        String translated = text.replace("(?P<", "(?<")
                .replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>")
                .replace("\\Z", "\\z");
        try {
            return Pattern.compile(translated);
        } catch (PatternSyntaxException e) {
            throw new FunctionFailedException(
                    "the argument '" + argument + "' is not a pattern: " + e.getDescription() + " in '" + text + "'",
                    e);
        }
    }
}
