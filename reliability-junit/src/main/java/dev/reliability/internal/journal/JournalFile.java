package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The file {@code journal.json} of one invocation. Each write replaces it whole, so that a crash leaves the last one. */
public final class JournalFile {

    private final Path file;

    /** Creates one in a directory below the report directory. */
    public JournalFile(Path reports, String directory) {
        this(reports.resolve(directory).resolve("journal.json"));
    }

    /** Creates one at a place of somebody's choice. */
    public JournalFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Returns the file. */
    public Path path() {
        return file;
    }

    /**
     * Writes the journal as it is now.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void write(Map<String, ?> journal) throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, Json.pretty(journal) + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
