package dev.reliability.internal.session;

import dev.reliability.internal.evidence.Manifest;
import dev.reliability.internal.journal.JournalFile;
import dev.reliability.internal.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Writes the reports of the directories that this JVM wrote evidence to. A report that fails changes no verdict. */
final class Reports {

    private Reports() {}

    /**
     * Writes them.
     *
     * @param since what began earlier was told to the CI server by somebody else
     */
    static void write(Instant since) {
        Set<Path> directories = new TreeSet<>(JournalFile.directories());
        directories.addAll(Manifest.directories());
        for (Path directory : directories) {
            try {
                Report report = Report.of(directory);
                if (!report.isEmpty()) {
                    Path file = report.write();
                    System.out.println("[reliability] " + report.sentence() + " Report: " + file);
                    report.tellServer(since, System.out);
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                System.err.println("[reliability] the report of " + directory + " could not be written: " + e);
            }
        }
    }
}
