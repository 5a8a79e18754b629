package dev.reliability.internal.chaostoolkit.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a dry run leaves out. */
public enum Dry {
    /** Probes are not asked, and tolerances not checked. */
    PROBES,
    /** Actions are not played. */
    ACTIONS,
    /** Neither is. */
    ACTIVITIES,
    /** Only pauses are left out. */
    PAUSE;

    /** The names on the command line, in their order there. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Dry::text).toList();

    /** The name on the command line and in the journal. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<Dry> of(String name) {
        return Arrays.stream(values()).filter(dry -> dry.text().equals(name)).findFirst();
    }

    boolean leavesOut(boolean action) {
        return this == ACTIVITIES || this == (action ? ACTIONS : PROBES);
    }

    boolean leavesOutTolerances() {
        return this == PROBES || this == ACTIVITIES;
    }
}
