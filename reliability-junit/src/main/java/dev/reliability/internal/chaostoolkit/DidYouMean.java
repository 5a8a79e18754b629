package dev.reliability.internal.chaostoolkit;

import dev.reliability.internal.plan.EditDistance;
import java.util.Collection;
import java.util.Comparator;

/** Finds the word that somebody may have meant. */
public final class DidYouMean {
    private DidYouMean() {}

    /** {@code "; did you mean 'rollbacks'?"}, or nothing when no known word is near. */
    public static String hint(String word, Collection<String> known) {
        // a swap of two letters counts as two changes
        int allowed = (word.length() + 2) / 3;
        return known.stream()
                .filter(candidate -> EditDistance.between(word, candidate) <= allowed)
                .min(Comparator.<String>comparingInt(candidate -> EditDistance.between(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }
}
