package dev.reliability.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The journals that dead runs left, with the faults that nobody undid. */
public final class DeadRuns {

    private final Path state;
    private final Undoer undoer;
    private final Predicate<UndoRecord> meant;

    /** Undoes one record and tells what is left. */
    @FunctionalInterface
    public interface Undoer {

        /** Undoes a fault; returns what is left of it. */
        List<String> undo(UndoRecord record) throws Exception;
    }

    /**
     * What became of one fault of a dead run.
     *
     * @param record the fault
     * @param left what is left of it; empty when it is undone
     */
    public record Swept(UndoRecord record, List<String> left) {}

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
        Path directory = IntentJournal.directory(state);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !IntentJournal.isOfThisJvm(file))
                    .sorted()
                    .toList();
        }
        List<Swept> swept = new ArrayList<>();
        for (Path file : files) {
            swept.addAll(sweep(file));
        }
        return swept;
    }

    private List<Swept> sweep(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.tryLock(channel)) {
            if (lock == null) {
                return List.of();
            }
            List<Swept> swept = new ArrayList<>();
            List<UndoRecord> open = open(file);
            for (UndoRecord record : open) {
                if (meant.test(record)) {
                    swept.add(new Swept(record, undo(record)));
                }
            }
            if (swept.size() == open.size()
                    && swept.stream().allMatch(one -> one.left().isEmpty())) {
                Files.deleteIfExists(file);
            }
            return swept;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private List<String> undo(UndoRecord record) {
        try {
            return undoer.undo(record);
        } catch (Exception e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static List<UndoRecord> open(Path file) throws IOException {
        Map<String, UndoRecord> open = new LinkedHashMap<>();
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
                Map<String, String> data = new HashMap<>();
                node.path("data")
                        .properties()
                        .forEach(entry ->
                                data.put(entry.getKey(), entry.getValue().asText()));
                open.put(
                        node.path("intent").asText(),
                        new UndoRecord(
                                node.path("fault").asText(),
                                address(node.path("address").asText()),
                                data));
            } else if (node.has("undone")) {
                open.remove(node.path("undone").asText());
            }
        }
        return List.copyOf(open.values());
    }

    /** What is not an address is swept like any other record, so that its file is kept and somebody hears of it. */
    private static Address address(String text) {
        return Address.isAddress(text) ? Address.parse(text) : new Address("unreadable", text);
    }
}
