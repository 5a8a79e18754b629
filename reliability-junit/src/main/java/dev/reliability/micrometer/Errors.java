package dev.reliability.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tells failures from successes by the tags that are customary. */
final class Errors {

    private static final Set<String> OUTCOMES = Set.of("SERVER_ERROR", "UNKNOWN");
    private static final Set<String> KINDS = Set.of("timeout", "not_permitted");
    private static final List<String> TAGS = List.of("outcome", "kind", "error", "exception");

    private Errors() {}

    static boolean canTell(Meter.Id id) {
        return TAGS.stream().anyMatch(tag -> id.getTag(tag) != null);
    }

    static boolean isError(Meter.Id id) {
        String outcome = id.getTag("outcome");
        if (outcome != null) {
            return OUTCOMES.contains(outcome);
        }
        String kind = id.getTag("kind");
        if (kind != null) {
            return kind.startsWith("failed") || KINDS.contains(kind);
        }
        return Stream.of("error", "exception")
                .map(id::getTag)
                .anyMatch(value -> value != null && !value.equalsIgnoreCase("none"));
    }
}
