package dev.reliability.internal.journal;

import dev.reliability.spi.UndoRecord;
import java.util.Map;

/**
 * What is about to be injected, and what it takes to undo it.
 *
 * @param record what the fault says of itself
 * @param target the name of its target in the test
 * @param settings what the back end knew of the target besides
 */
public record Intent(UndoRecord record, String target, Map<String, String> settings) {

    /** Copies the settings. */
    public Intent {
        settings = Map.copyOf(settings);
    }
}
