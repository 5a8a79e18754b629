package dev.reliability.internal.linux;

import dev.reliability.spi.AddressRange;
import java.util.Collection;
import java.util.List;

/**
 * Whom the target talked to a moment ago, and who talked back.
 *
 * @param asked addresses that packets went to
 * @param answered addresses that packets came from
 */
record Silence(List<AddressRange> asked, List<AddressRange> answered) {

    static Silence of(List<String> looked) {
        return new Silence(addresses(looked, "asked "), addresses(looked, "answered "));
    }

    private static List<AddressRange> addresses(List<String> looked, String word) {
        return looked.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .filter(AddressRange::looksLike)
                .map(AddressRange::parse)
                .toList();
    }

    /** Whether somebody among these was asked and nobody among them answered. */
    boolean of(Collection<AddressRange> ranges) {
        return anyIn(asked, ranges) && !anyIn(answered, ranges);
    }

    private static boolean anyIn(List<AddressRange> seen, Collection<AddressRange> ranges) {
        return seen.stream().anyMatch(one -> ranges.stream().anyMatch(range -> range.contains(one)));
    }

    /** Whether none of the resolvers answered; each of them was asked. */
    boolean ofResolvers(List<String> resolvers) {
        return !resolvers.isEmpty() && answered.isEmpty();
    }
}
