package dev.reliability.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells failures from successes by the tags that are customary. */
final class Errors {

    private static final Set<String> BAD_OUTCOMES = Set.of("SERVER_ERROR", "UNKNOWN");
    private static final Set<String> GOOD_OUTCOMES = Set.of("INFORMATIONAL", "SUCCESS", "REDIRECTION", "CLIENT_ERROR");

    private Errors() {}

    static boolean canTell(Meter.Id id) {
        return error(id).isPresent();
    }

    static boolean isError(Meter.Id id) {
        return error(id).orElse(false);
    }

    /** A value that nobody knows tells nothing: to take it for a success would make a failure of it unseen. */
    private static Optional<Boolean> error(Meter.Id id) {
        return known(id.getTag("outcome"), BAD_OUTCOMES::contains, GOOD_OUTCOMES::contains)
                .or(() -> known(id.getTag("kind"), Errors::failed, Errors::fine))
                .or(() -> Stream.of("error", "exception")
                        .flatMap(tag -> Stream.ofNullable(id.getTag(tag)))
                        .map(value -> !value.equalsIgnoreCase("none"))
                        .reduce(Boolean::logicalOr));
    }

    private static Optional<Boolean> known(@Nullable String value, Predicate<String> bad, Predicate<String> good) {
        if (value == null) {
            return Optional.empty();
        }
        return bad.test(value) ? Optional.of(true) : good.test(value) ? Optional.of(false) : Optional.empty();
    }

    private static boolean failed(String kind) {
        return kind.startsWith("failed") || kind.equals("timeout") || kind.equals("not_permitted");
    }

    private static boolean fine(String kind) {
        return kind.startsWith("successful") || kind.equals("ignored");
    }
}
