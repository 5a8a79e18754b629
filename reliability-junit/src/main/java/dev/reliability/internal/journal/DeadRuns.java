package dev.reliability.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The journals that dead runs left, with the faults that nobody undid. */
public final class DeadRuns {

    /** One sweep of a directory waits for another: to close a file frees every lock that this process has on it. */
    private static final Map<Path, Lock> SWEEPS = new ConcurrentHashMap<>();

    private static final AtomicLong UNDONE = new AtomicLong();

    private final Path state;
    private final Undoer undoer;
    private final Predicate<UndoRecord> meant;

    /** Undoes one fault and tells what is left. */
    @FunctionalInterface
    public interface Undoer {

        /** Undoes a fault; returns what is left of it. */
        List<String> undo(Intent intent) throws Exception;
    }

    /**
     * What became of one fault of a dead run.
     *
     * @param id what the journal calls it, for {@link #forget}
     * @param record the fault
     * @param left what is left of it; empty when it is undone
     */
    public record Swept(String id, UndoRecord record, List<String> left) {}

    /** Creates a view of a state directory. */
    public DeadRuns(Path state, Undoer undoer) {
        this(state, undoer, record -> true);
    }

    /**
     * Creates a view of a state directory in which only some faults are undone.
     *
     * @param meant which faults are undone; a journal with others stays
     */
    public DeadRuns(Path state, Undoer undoer, Predicate<UndoRecord> meant) {
        this.state = state;
        this.undoer = undoer;
        this.meant = meant;
    }

    /**
     * Undoes every fault of every dead run. Runs that live are left alone.
     *
     * @throws IOException if the state directory cannot be read
     */
    public List<Swept> sweep() throws IOException {
        List<Swept> all = new ArrayList<>();
        forEachDead((file, channel) -> {
            Map<String, Intent> open = open(file);
            List<Swept> swept = new ArrayList<>();
            open.forEach((id, intent) -> {
                if (meant.test(intent.record())) {
                    swept.add(new Swept(id, intent.record(), undo(intent)));
                }
            });
            if (swept.size() == open.size()
                    && swept.stream().allMatch(one -> one.left().isEmpty())) {
                Files.deleteIfExists(file);
            }
            all.addAll(swept);
            UNDONE.addAndGet(swept.stream().filter(one -> one.left().isEmpty()).count());
        });
        return all;
    }

    /** Returns how much this JVM has undone so far of what dead runs left. */
    public static long undoneByThisJvm() {
        return UNDONE.get();
    }

    /**
     * Lists every fault of every dead run by its id. Nothing is undone.
     *
     * @throws IOException if the state directory cannot be read
     */
    public Map<String, UndoRecord> open() throws IOException {
        Map<String, UndoRecord> all = new LinkedHashMap<>();
        forEachDead((file, channel) -> open(file).forEach((id, intent) -> all.put(id, intent.record())));
        return all;
    }

    /**
     * Gives up a fault of a dead run: nobody will try to undo it any more. What its journal tells goes to {@link #forgotten}.
     *
     * @return the fault; empty if no dead run left one with this id
     * @throws IOException if the state directory cannot be read or written
     */
    public Optional<UndoRecord> forget(String id) throws IOException {
        AtomicReference<@Nullable UndoRecord> given = new AtomicReference<>();
        forEachDead((file, channel) -> {
            Map<String, Intent> open = open(file);
            Intent intent = open.get(id);
            if (intent == null) {
                return;
            }
            UndoRecord record = intent.record();
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("forgotten", id);
            line.put("at", Instant.now().toString());
            line.put("by", System.getProperty("user.name"));
            line.put("fault", record.fault());
            line.put("address", record.address().toString());
            line.put("data", record.data());
            Files.writeString(
                    forgotten(), Json.line(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (open.size() == 1) {
                Files.deleteIfExists(file);
            } else {
                // what a crash cut off may be the end of the file
                String undone = "\n" + Json.line(Map.of("undone", id)) + "\n";
                channel.write(ByteBuffer.wrap(undone.getBytes(StandardCharsets.UTF_8)), channel.size());
            }
            given.set(record);
        });
        return Optional.ofNullable(given.get());
    }

    /** Returns the file that tells what was given up, by whom and when. */
    public Path forgotten() {
        return state.resolve("forgotten.jsonl");
    }

    /** What is done with the journal of a dead run while no other process can have it. */
    @FunctionalInterface
    private interface Work {
        void on(Path file, FileChannel channel) throws IOException;
    }

    private void forEachDead(Work work) throws IOException {
        Path directory = IntentJournal.directory(state);
        if (!Files.isDirectory(directory)) {
            return;
        }
        Lock turn = SWEEPS.computeIfAbsent(directory, key -> new ReentrantLock());
        turn.lock();
        try {
            forEachDead(directory, work);
        } finally {
            turn.unlock();
        }
    }

    private static void forEachDead(Path directory, Work work) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !IntentJournal.isOfThisJvm(file))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = FileLocks.tryLock(channel)) {
                if (lock != null) {
                    work.on(file, channel);
                }
            } catch (NoSuchFileException e) {
                // another sweep came first
            }
        }
    }

    private List<String> undo(Intent intent) {
        try {
            return undoer.undo(intent);
        } catch (Exception | LinkageError e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Map<String, Intent> open(Path file) throws IOException {
        Map<String, Intent> open = new LinkedHashMap<>();
        // Decoded leniently: a crash may have cut a line off in the middle of a character.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            JsonNode node;
            try {
                node = Json.read(line);
            } catch (UncheckedIOException e) {
                // A line that was cut off by a crash was never followed by its fault.
                continue;
            }
            if (node.has("intent")) {
                UndoRecord record = new UndoRecord(
                        node.path("fault").asText(),
                        address(node.path("address").asText()),
                        texts(node.path("data")));
                open.put(
                        node.path("intent").asText(),
                        new Intent(record, node.path("target").asText(), texts(node.path("settings"))));
            } else if (node.has("undone")) {
                open.remove(node.path("undone").asText());
            }
        }
        return open;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** What is not an address is swept like any other record, so that its file is kept and somebody hears of it. */
    private static Address address(String text) {
        return Address.isAddress(text) ? Address.parse(text) : new Address("unreadable", text);
    }
}
