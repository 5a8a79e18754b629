package dev.reliability.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one test JVM told, read back. */
public final class ManifestFile {

    private static final String SUFFIX = ".jsonl";

    private final Path file;
    private final Instant start;
    private final Map<Path, String> build = new HashMap<>();
    private final Set<TestKey> planned = new HashSet<>();
    private final List<Happening> records = new ArrayList<>();
    private final Set<Long> within = new HashSet<>();
    private Optional<ProcessId> writer = Optional.empty();
    private Optional<String> commit = Optional.empty();
    private Optional<String> damage = Optional.empty();
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
     * @param fault whether a fault was part of it, where this is a verdict
     * @param at when
     * @param journal its journal, where this is a verdict and there was one
     * @param written fingerprint of that journal as it was written
     */
    public record Happening(
            String id,
            TestKey key,
            boolean verdict,
            String value,
            String message,
            String content,
            boolean fault,
            Instant at,
            Optional<Path> journal,
            String written) {

        public boolean good() {
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
    public static List<ManifestFile> all(Path reports) throws IOException {
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
        // what is no UTF-8 fits no seal either
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        // The last line of a JVM that was killed may be cut off.
        int complete = text.endsWith("\n") ? lines.size() : Math.max(0, lines.size() - 1);
        ManifestFile manifest = new ManifestFile(file, Instant.EPOCH);
        Seal seal = new Seal();
        for (int i = 0; i < complete; i++) {
            String place = "line " + (i + 1) + " ";
            try {
                JsonNode line = Json.read(lines.get(i));
                if (i == 0) {
                    manifest = new ManifestFile(
                            file, Instant.parse(line.path("start").asText()));
                    manifest.begin(line);
                }
                if (manifest.damage.isEmpty() && seal.open(lines.get(i)).isEmpty()) {
                    manifest.damage =
                            Optional.of("is damaged: " + place + "is not as it was written, or the lines before it"
                                    + " are not all there; run the tests again");
                }
                manifest.add(line);
            } catch (UncheckedIOException | DateTimeException | InvalidPathException e) {
                manifest.damage = Optional.of("is damaged: " + place + "cannot be read; run the tests again");
                return manifest;
            }
        }
        return manifest;
    }

    private void begin(JsonNode header) {
        int version = header.path("version").asInt();
        if (version > Manifest.VERSION) {
            damage = Optional.of("was written by a newer version of the library (format " + version + ", and this is "
                    + Manifest.VERSION + "): check with the version that the tests ran with");
        }
        if (header.path("pid").isIntegralNumber() && header.path("born").isIntegralNumber()) {
            writer = Optional.of(new ProcessId(
                    header.path("pid").asLong(), header.path("born").asLong()));
        }
        header.path("within").forEach(pid -> within.add(pid.asLong()));
        commit = Optional.ofNullable(header.path("commit").textValue());
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
            case "joined" -> line.path("tests").forEach(test -> planned.add(key(test)));
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
                        line.path("fault").asBoolean(),
                        Instant.parse(line.path("at").asText()),
                        Optional.ofNullable(line.path("journal").textValue()).map(Path::of),
                        line.path("written").asText()));
            }
            default -> {
                // the first line, or one that a later version adds and that takes nothing back
            }
        }
    }

    private static TestKey key(JsonNode line) {
        List<String> classes = new ArrayList<>();
        line.path("classes").forEach(name -> classes.add(name.asText()));
        return new TestKey(classes, line.path("method").asText());
    }

    public Path file() {
        return file;
    }

    public Instant start() {
        return start;
    }

    /** Returns the processes in which the JVM ran: itself, what started it, and so on. */
    public Set<Long> within() {
        return within;
    }

    /** Returns the commit that was checked out, where that is known. */
    public Optional<String> commit() {
        return commit;
    }

    /** Says why not everything that the JVM told is known, as the end of a sentence; empty if all is. */
    public Optional<String> damage() {
        return damage;
    }

    /**
     * Tells whether nobody has written to it for some time.
     *
     * @throws IOException if nobody can tell
     */
    public boolean olderThan(Instant time) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(time);
    }

    public Map<Path, String> build() {
        return build;
    }

    public Set<TestKey> planned() {
        return planned;
    }

    public List<Happening> records() {
        return records;
    }

    /** Tells whether the JVM ended in the middle of its tests, or has not ended yet. */
    public boolean cutShort() {
        return plansUnderWay > 0;
    }

    /** Returns the process that is in the middle of its tests at this moment, if it is one of this machine. */
    public Optional<Long> underWay() {
        return cutShort() ? writer.filter(ProcessId::isAlive).map(ProcessId::pid) : Optional.empty();
    }

    public boolean mentions(TestKey test) {
        return planned.contains(test)
                || records.stream().anyMatch(record -> record.key().equals(test));
    }

    public boolean used() {
        return Files.exists(mark());
    }

    /**
     * Marks the evidence as used, so that it opens no second gate.
     *
     * @throws IOException if it cannot be marked, or another gate has just used it
     */
    public void use() throws IOException {
        Files.writeString(Files.createFile(mark()), "used by the gate at " + Instant.now() + System.lineSeparator());
    }

    private Path mark() {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".used");
    }
}
