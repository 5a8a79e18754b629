package dev.reliability.internal.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.journal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What one test JVM told, read back. */
final class ManifestFile {

    private static final String SUFFIX = ".jsonl";

    private final Path file;
    private final Instant start;
    private final Map<Path, String> build = new HashMap<>();
    private final Set<TestKey> planned = new HashSet<>();
    private final List<Happening> records = new ArrayList<>();
    private int plansUnderWay;

    /**
     * One thing that happened to a test or to classes of tests.
     *
     * @param id JUnit's id
     * @param key the test or class
     * @param verdict whether this is the verdict of an experiment, not the outcome that JUnit saw
     * @param value the verdict or outcome
     * @param message what was said with it
     * @param content fingerprint of the experiment file that was run, if one was
     * @param at when
     */
    record Happening(
            String id, TestKey key, boolean verdict, String value, String message, String content, Instant at) {

        boolean good() {
            return value.equals(verdict ? "PASSED" : "SUCCESSFUL");
        }
    }

    private ManifestFile(Path file, Instant start) {
        this.file = file;
        this.start = start;
    }

    /**
     * Reads every manifest of a report directory, oldest first.
     *
     * @throws IOException if one cannot be read
     */
    static List<ManifestFile> all(Path reports) throws IOException {
        Path directory = Manifest.directory(reports);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        List<ManifestFile> manifests = new ArrayList<>();
        for (Path file : files) {
            manifests.add(read(file));
        }
        manifests.sort((a, b) -> a.start.compareTo(b.start));
        return manifests;
    }

    private static ManifestFile read(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        // The last line of a JVM that was killed may be cut off.
        int complete = text.endsWith("\n") ? lines.size() : Math.max(0, lines.size() - 1);
        ManifestFile manifest = new ManifestFile(file, Instant.EPOCH);
        for (int i = 0; i < complete; i++) {
            try {
                JsonNode line = Json.read(lines.get(i));
                if (i == 0) {
                    manifest = new ManifestFile(
                            file, Instant.parse(line.path("start").asText()));
                }
                manifest.add(line);
            } catch (UncheckedIOException | DateTimeException e) {
                throw new IOException("line " + (i + 1) + " of " + file + " is damaged", e);
            }
        }
        return manifest;
    }

    private void add(JsonNode line) {
        switch (line.path("event").asText()) {
            case "build" ->
                line.path("build")
                        .properties()
                        .forEach(root -> build.put(
                                Path.of(root.getKey()), root.getValue().asText()));
            case "plan" -> {
                plansUnderWay++;
                line.path("tests").forEach(test -> planned.add(key(test)));
            }
            case "over" -> plansUnderWay--;
            case "verdict", "outcome" -> {
                String event = line.path("event").asText();
                records.add(new Happening(
                        line.path("id").asText(),
                        key(line),
                        event.equals("verdict"),
                        line.path(event).asText(),
                        line.path("message").asText(),
                        line.path("content").asText(),
                        Instant.parse(line.path("at").asText())));
            }
            default -> {
                // A later version may tell more.
            }
        }
    }

    private static TestKey key(JsonNode line) {
        List<String> classes = new ArrayList<>();
        line.path("classes").forEach(name -> classes.add(name.asText()));
        return new TestKey(classes, line.path("method").asText());
    }

    Path file() {
        return file;
    }

    Instant start() {
        return start;
    }

    Map<Path, String> build() {
        return build;
    }

    Set<TestKey> planned() {
        return planned;
    }

    List<Happening> records() {
        return records;
    }

    /** Tells whether the JVM ended in the middle of its tests, or has not ended yet. */
    boolean cutShort() {
        return plansUnderWay > 0;
    }

    boolean mentions(TestKey test) {
        return planned.contains(test)
                || records.stream().anyMatch(record -> record.key().equals(test));
    }

    boolean used() {
        return Files.exists(mark());
    }

    /**
     * Marks the evidence as used, so that it opens no second gate.
     *
     * @throws IOException if it cannot be marked, or another gate has just used it
     */
    void use() throws IOException {
        Files.writeString(Files.createFile(mark()), "used by the gate at " + Instant.now() + System.lineSeparator());
    }

    private Path mark() {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".used");
    }
}
