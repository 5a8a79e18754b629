package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.journal.JournalFile;
import dev.reliability.internal.time.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes a run's journal as things happen, and once more with its result; what comes after that changes nothing. */
final class JournalWriter {

    private static final Duration SOON = Duration.ofMillis(50);

    /** How much longer than a write of it a journal is left alone, so that long ones do not slow their runs down. */
    private static final int PATIENCE = 10;

    private final JournalFile file;
    private final RunJournal journal;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean complete;
    private volatile long lastWriteNanos;

    JournalWriter(Execution run, Instant started) {
        file = run.door
                .chapters()
                .file()
                .map(JournalFile::new)
                .orElseGet(() -> new JournalFile(run.plan.settings().reports(), run.plan.journal()));
        journal = new RunJournal(run, started);
    }

    /** Something happened: writes what is known by then very soon, however much more happens until then. */
    void writeSoon() {
        if (!complete && due.compareAndSet(false, true)) {
            Future<?> unused = Threads.timer()
                    .schedule(
                            () -> Threads.backEnds().execute(this::writeWhatHappened),
                            Math.max(SOON.toNanos(), PATIENCE * lastWriteNanos),
                            TimeUnit.NANOSECONDS);
        }
    }

    /** Writes what is known by now. Never fails: no fault may stay because of what is written about it. */
    private synchronized void writeWhatHappened() {
        due.set(false);
        if (complete) {
            return;
        }
        long begin = System.nanoTime();
        try {
            file.write(journal.snapshot(null));
            lastWriteNanos = System.nanoTime() - begin;
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
