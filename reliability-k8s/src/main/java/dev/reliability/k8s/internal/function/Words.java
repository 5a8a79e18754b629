package dev.reliability.k8s.internal.function;

import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words by the quotes of a POSIX shell, as Python's {@code shlex.split} does; nothing else is expanded. */
final class Words {

    private static final char NONE = 0;

    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = NONE;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
            if (escapes && (quote == NONE || "\"\\".indexOf(line.charAt(i + 1)) >= 0)) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote != NONE) {
                if (c == quote) {
                    quote = NONE;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != NONE) {
            throw new FunctionFailedException("the argument 'cmd' has a quote without its end: " + line);
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
