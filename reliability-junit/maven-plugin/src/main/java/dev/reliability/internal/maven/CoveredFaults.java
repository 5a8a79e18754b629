package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Faults that must be proven on targets that tests and profiles declare. */
public final class CoveredFaults {

    /** The kind of fault, such as {@code shutdown}; each by default. */
    @Parameter
    private @Nullable String kind;

    /** A regular expression of the whole names of targets; each by default. */
    @Parameter
    private @Nullable String target;

    /** A regular expression of the whole names of what they depend on; the targets as a whole by default. */
    @Parameter
    private @Nullable String dependency;

    /** On how many at least, or on which share of them, such as {@code 80%}. */
    @Parameter
    private String minimum = "100%";

    /** Returns it as the gate's option has it. */
    String argument() {
        List<String> parts = new ArrayList<>();
        parts.add("minimum=" + minimum.strip());
        add(parts, "kind", kind);
        add(parts, "target", target);
        add(parts, "dependency", dependency);
        return String.join(";", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + value.strip());
        }
    }
}
