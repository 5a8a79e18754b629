package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a front door writes into the journal of a run. */
public interface Chapters {

    /** Writes nothing of its own. */
    Chapters NONE = result -> Map.of();

    /**
     * Returns top-level entries that take the place of the usual ones.
     *
     * @param result the result; {@code null} as long as the run is under way
     */
    Map<String, Object> of(@Nullable ExperimentResult result);

    /** Returns the journal's file, where it is not the usual one. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** Is given what lets the journal be written soon, for chapters that grow without an event of the runner. */
    default void writtenBy(Runnable writeSoon) {}
}
