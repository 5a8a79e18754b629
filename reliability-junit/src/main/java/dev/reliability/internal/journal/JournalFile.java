package dev.reliability.internal.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The file {@code journal.json} of one invocation. Later writes replace the first whole, so that a crash leaves the last. Where a
 * test is run again by the same JVM, as Maven does with one that failed, the earlier journal stays as {@code journal.1.json}.
 */
public final class JournalFile {

    /** What this JVM wrote last, by file. */
    private static final Map<Path, String> WRITTEN = new ConcurrentHashMap<>();

    private static final Set<Path> DIRECTORIES = ConcurrentHashMap.newKeySet();

    private final Path file;
    private boolean written;

    /** Creates one in a directory below the report directory. */
    public JournalFile(Path reports, String directory) {
        this(FileNames.resolve(reports, directory).resolve("journal.json"));
        DIRECTORIES.add(reports.toAbsolutePath().normalize());
    }

    /** Returns the report directories that journals of this JVM went to. */
    public static Set<Path> directories() {
        return Set.copyOf(DIRECTORIES);
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
            WRITTEN.put(file, fingerprint(text));
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        WRITTEN.put(file, fingerprint(text));
    }

    /**
     * Returns by what the content of a journal is told apart from what somebody made of it later: length and CRC-32C, which cost
     * nothing beside a run. {@code unreadable} if it cannot be read.
     */
    public static String fingerprint(Path file) {
        String known = WRITTEN.get(file);
        return known == null ? fingerprintNow(file) : known;
    }

    /** Returns the same of what is there now. */
    public static String fingerprintNow(Path file) {
        try {
            return fingerprint(Files.readAllBytes(file));
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static String fingerprint(byte[] text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text);
        return text.length + "-" + Long.toHexString(checksum.getValue());
    }

    /**
     * Writes over what an earlier run left, which is no evidence of this one. In place: to truncate or to replace a file makes
     * some file systems flush it, which costs more than the rest of a run without faults.
     */
    private void writeFirst(byte[] text) throws IOException {
        boolean isNew = Directories.made(file.getParent());
        if (!isNew) {
            keepEarlierRun();
        }
        // No channel: the interrupt of a test would close it.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(text);
            if (!isNew) {
                out.setLength(text.length);
            }
        }
    }

    private void keepEarlierRun() throws IOException {
        int number = 1;
        if (!WRITTEN.containsKey(file)) {
            while (Files.deleteIfExists(earlier(number))) {
                number++;
            }
        } else if (Files.exists(file)) {
            while (Files.exists(earlier(number))) {
                number++;
            }
            Files.move(file, earlier(number));
        }
    }

    private Path earlier(int number) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.json)?$", "." + number + "$1"));
    }
}
