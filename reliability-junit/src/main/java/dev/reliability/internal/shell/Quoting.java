package dev.reliability.internal.shell;

import java.util.List;
import java.util.stream.Collectors;

/** The one place where words become a command line that a login shell takes apart again. */
public final class Quoting {

    private Quoting() {}

    /** One word that a POSIX shell reads back as exactly this text. */
    public static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a shell word cannot hold a NUL character");
        }
        if (!word.isEmpty() && word.chars().allMatch(Quoting::plain)) {
            return word;
        }
        // Backslashes stand outside the quotes, too: fish treats them specially inside, POSIX shells do not.
        StringBuilder quoted = new StringBuilder(word.length() + 16).append('\'');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\'' || c == '\\') {
                quoted.append("'\\").append(c).append('\'');
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }

    /** Words joined to a command line. */
    public static String commandLine(List<String> words) {
        return words.stream().map(Quoting::quote).collect(Collectors.joining(" "));
    }

    private static boolean plain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-./:@,+".indexOf(c) >= 0;
    }
}
