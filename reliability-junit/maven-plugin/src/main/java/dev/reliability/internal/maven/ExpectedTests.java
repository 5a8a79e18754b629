package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Reliability tests that must be proven, whatever is compiled. */
public final class ExpectedTests {

    /** A regular expression of their whole names, such as {@code shop\.CheckoutIT\..*}; any by default. */
    @Parameter
    private @Nullable String pattern;

    /** A tag that they have; any by default. */
    @Parameter
    private @Nullable String tag;

    /** How many there must be at least. */
    @Parameter
    private int minimum = 1;

    /** Returns it as the gate's option has it. */
    String argument() {
        List<String> parts = new ArrayList<>();
        parts.add("minimum=" + minimum);
        if (tag != null) {
            parts.add("tag=" + tag.strip());
        }
        if (pattern != null) {
            parts.add("pattern=" + pattern.strip());
        }
        return String.join(";", parts);
    }
}
