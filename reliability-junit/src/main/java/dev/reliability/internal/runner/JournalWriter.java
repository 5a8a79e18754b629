package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.journal.JournalFile;
import dev.reliability.internal.time.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Writes a run's journal as things happen, and once more with its result; what comes after that changes nothing. */
final class JournalWriter {

    private static final Duration SOON = Duration.ofMillis(50);

    private final JournalFile file;
    private final RunJournal journal;
    private boolean complete;
    private boolean due;

    JournalWriter(Execution run, Instant started) {
        file = run.door
                .journal()
                .map(JournalFile::new)
                .orElseGet(() -> new JournalFile(run.plan.settings().reports(), run.plan.journal()));
        journal = new RunJournal(run, started);
    }

    /** Something happened: writes what is known by then very soon, however much more happens until then. */
    synchronized void writeSoon() {
        if (!due && !complete) {
            due = true;
            Threads.timer()
                    .schedule(
                            () -> Threads.backEnds().execute(this::writeWhatHappened),
                            SOON.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what is known by now. Never fails: no fault may stay because of what is written about it. */
    private synchronized void writeWhatHappened() {
        due = false;
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
