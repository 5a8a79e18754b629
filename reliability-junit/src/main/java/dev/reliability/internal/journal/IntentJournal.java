package dev.reliability.internal.journal;

import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The write-ahead journal of one run: what is about to be injected and how it is undone, on disk before it happens. The file
 * is locked while its run lives, so that a later run can tell a dead run's journal whatever became of the process id, and is
 * deleted when everything in it is undone.
 */
public final class IntentJournal implements AutoCloseable {

    private static final Set<Path> OF_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final Set<String> open = new LinkedHashSet<>();

    private IntentJournal(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Begins the journal of a run.
     *
     * @param state state directory
     * @param title title of the experiment
     * @throws IOException if it cannot be written
     */
    public static IntentJournal begin(Path state, String title) throws IOException {
        Path directory = Directories.ensure(directory(state));
        String id = UUID.randomUUID().toString();
        // It gets its name when it is locked: before that, a sweep of another JVM would take it for a dead run's.
        Path unnamed = directory.resolve(id + ".new");
        Path file = directory.resolve(id + ".jsonl");
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = FileLocks.tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(unnamed + " is locked by another process");
        }
        OF_THIS_JVM.add(file);
        Files.move(unnamed, file);
        IntentJournal journal = new IntentJournal(file, channel, lock);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("run", title);
        header.put("pid", ProcessHandle.current().pid());
        header.put("start", Instant.now().toString());
        journal.append(header);
        return journal;
    }

    static Path directory(Path state) {
        return state.toAbsolutePath().normalize().resolve("runs");
    }

    /**
     * Tells whether a run of this JVM writes a file. Nobody else in this JVM may so much as open it: closing any channel on a
     * file frees every lock that the process has on it.
     */
    static boolean isOfThisJvm(Path file) {
        return OF_THIS_JVM.contains(file);
    }

    /**
     * Writes down what is about to be injected. On return it is on disk.
     *
     * @return the intent's id, for {@link #undone}
     */
    public String intend(Intent intent) throws IOException {
        String id = UUID.randomUUID().toString();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("intent", id);
        line.put("at", Instant.now().toString());
        UndoRecord record = intent.record();
        line.put("fault", record.fault());
        line.put("address", record.address().toString());
        line.put("data", record.data());
        line.put("target", intent.target());
        line.put("settings", intent.settings());
        append(line);
        channel.force(true);
        open.add(id);
        return id;
    }

    /** Writes down that nothing is left of an intent. If the machine loses this, the fault is undone once more. */
    public void undone(String intent) throws IOException {
        append(Map.of("undone", intent));
        open.remove(intent);
    }

    private void append(Map<String, Object> line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Ends the run; the file stays only if something in it is not undone. */
    @Override
    public void close() throws IOException {
        if (open.isEmpty()) {
            Files.deleteIfExists(file);
        }
        lock.release();
        channel.close();
        OF_THIS_JVM.remove(file);
    }
}
