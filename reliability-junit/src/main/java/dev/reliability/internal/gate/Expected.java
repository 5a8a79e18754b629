package dev.reliability.internal.gate;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tests that somebody declared there must be, whatever is compiled.
 *
 * @param minimum how many of them must be proven under a fault
 * @param pattern of their whole names; empty for any
 * @param tag that they have; empty for any
 */
record Expected(int minimum, Optional<Pattern> pattern, Optional<String> tag) {

    /**
     * A test that is proven under a fault.
     *
     * @param name by which people know it
     * @param tags those that JUnit filters by
     */
    record Proven(String name, Set<String> tags) {}

    Optional<Finding> missing(Collection<Proven> proven) {
        long found = proven.stream().filter(this::matches).count();
        return found >= minimum
                ? Optional.empty()
                : Optional.of(new Finding(
                        toString(),
                        "must be proven under a fault, and " + found + (found == 1 ? " is" : " are")
                                + ": see above, or correct what is expected"));
    }

    private boolean matches(Proven test) {
        return pattern.map(one -> one.matcher(test.name()).matches()).orElse(true)
                && tag.map(test.tags()::contains).orElse(true);
    }

    @Override
    public String toString() {
        return "at least " + minimum + " reliability test" + (minimum == 1 ? "" : "s")
                + pattern.map(one -> " named " + one).orElse("")
                + tag.map(one -> " tagged " + one).orElse("");
    }
}
