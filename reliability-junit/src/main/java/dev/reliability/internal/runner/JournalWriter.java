package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Writes a run's journal as things happen, and once more with its result; what comes after that changes nothing. */
final class JournalWriter {

    private final JournalFile file;
    private final RunJournal journal;
    private boolean complete;

    JournalWriter(Execution run, Instant started) {
        file = run.door
                .journal()
                .map(JournalFile::new)
                .orElseGet(() -> new JournalFile(run.plan.settings().reports(), run.plan.journal()));
        journal = new RunJournal(run, started);
    }

    /** Writes what is known by now. Never fails: no fault may stay because of what is written about it. */
    synchronized void writeWhatHappened() {
        if (complete) {
            return;
        }
        try {
            file.write(journal.snapshot(null));
        } catch (IOException | RuntimeException e) {
            System.err.println("[reliability] the journal cannot be written: " + e);
        }
    }

    /**
     * Writes the whole of it.
     *
     * @throws IOException if it cannot be written
     */
    synchronized Path writeResult(ExperimentResult result) throws IOException {
        complete = true;
        file.write(journal.snapshot(result));
        return file.path();
    }
}
