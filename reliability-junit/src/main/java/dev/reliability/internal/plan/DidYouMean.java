package dev.reliability.internal.plan;

import java.util.Collection;
import java.util.Comparator;
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
                .filter(candidate -> EditDistance.between(name, candidate) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)));
    }
}
