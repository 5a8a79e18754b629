package dev.reliability.internal.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Names that a mistyped one may have meant. */
public final class DidYouMean {

    private DidYouMean() {}

    /** Says which names are known, and the one that is close: {@code (known: blue, green; did you mean "blue"?)}. */
    public static String among(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "(none is known)";
        }
        String list = String.join(", ", new TreeSet<>(known));
        return "(known: " + list
                + closest(name, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("") + ")";
    }

    /** Returns the closest known name, if one is close enough to be meant. */
    public static Optional<String> closest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
