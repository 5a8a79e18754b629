package dev.reliability.internal.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The file {@code journal.json} of one invocation. Later writes replace the first whole, so that a crash leaves the last. */
public final class JournalFile {

    private final Path file;
    private boolean written;

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
        byte[] text = Json.prettyBytes(journal);
        if (!written) {
            writeFirst(text);
            written = true;
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Writes over what an earlier run left, which is no evidence of this one. In place: to truncate or to replace a file makes
     * some file systems flush it, which costs more than the rest of a run without faults.
     */
    private void writeFirst(byte[] text) throws IOException {
        Directories.ensure(file.getParent());
        // No channel: the interrupt of a test would close it.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(text);
            out.setLength(text.length);
        }
    }
}
