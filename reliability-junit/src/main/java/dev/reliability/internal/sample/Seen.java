package dev.reliability.internal.sample;

import dev.reliability.spi.Observation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What samples saw, each different thing kept once under a number, and not too many nor too long ones: what comes after these is
 * known as good or failed, but not what it said. A number is even for a failure and odd for a good answer. Not thread-safe.
 */
final class Seen {

    /** How many different failures are told apart at most. */
    static final int MOST_FAILURES = 500;

    /** How many different good answers are told apart at most: fewer, as hardly anybody asks what they said. */
    static final int MOST_GOOD = 100;

    /** How much is kept of what one says, in characters. */
    static final int LONGEST = 2_000;

    /** Stands for each failure that is not told apart from others any more. */
    static final Observation OTHER_FAILURE = new Observation(false, "an answer", "something else");

    private static final Observation OTHER_GOOD = new Observation(true, "an answer", "something else");

    private final Map<Observation, Integer> numbers = new HashMap<>();
    private Observation[] all = {OTHER_FAILURE, OTHER_GOOD};
    private int failures;
    private int good;
    private int size = all.length;

    static boolean good(int number) {
        return (number & 1) == 1;
    }

    int number(Observation observation) {
        Observation kept = bounded(observation);
        Integer known = numbers.get(kept);
        if (known != null) {
            return known;
        }
        if (kept.good() ? good == MOST_GOOD : failures == MOST_FAILURES) {
            return kept.good() ? 0b11 : 0;
        }
        if (kept.good()) {
            good++;
        } else {
            failures++;
        }
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        all[size] = kept;
        int number = size++ << 1 | (kept.good() ? 1 : 0);
        numbers.put(kept, number);
        return number;
    }

    /** Returns those there are by now, each at half its number; what comes later changes nothing in it. */
    Observation[] all() {
        return all;
    }

    static Observation bounded(Observation observation) {
        return observation.expected().length() <= LONGEST && observation.got().length() <= LONGEST
                ? observation
                : new Observation(observation.good(), bounded(observation.expected()), bounded(observation.got()));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
