package dev.reliability.internal.evidence;

import dev.reliability.internal.journal.JournalFile;
import dev.reliability.internal.journal.Json;
import dev.reliability.internal.process.ProcessId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM tells the gate: a file of its own, one line of JSON per event, appended as things happen and never forced to
 * disk, since the loss of evidence can only make a build fail.
 */
public final class Manifest {

    private static final Map<Path, Manifest> OPEN = new ConcurrentHashMap<>();
    private static final String REPORTS = "reliability.reports";
    private static @Nullable Map<Path, String> classPath;

    /** Of the format; one that cannot be read as the one before has a higher one. */
    static final int VERSION = 1;

    // A channel would be closed by the interrupt of a test that ran into its @Timeout.
    private final OutputStream file;

    private final Seal seal = new Seal();
    private final Map<Path, String> build = new ConcurrentHashMap<>();
    private final Set<Class<?>> tested = ConcurrentHashMap.newKeySet();

    private Manifest(OutputStream file) {
        this.file = file;
    }

    /**
     * Returns this JVM's manifest in the report directory that the settings name.
     *
     * @param parameters JUnit's configuration parameters
     */
    public static Manifest in(Function<String, Optional<String>> parameters) {
        String reports = parameters
                .apply(REPORTS)
                .or(() -> Optional.ofNullable(System.getProperty(REPORTS)))
                .or(() -> Optional.ofNullable(System.getenv("RELIABILITY_REPORTS")))
                .filter(value -> !value.isBlank())
                .orElse("target/reliability");
        return OPEN.computeIfAbsent(Path.of(reports).toAbsolutePath().normalize(), Manifest::open);
    }

    /** Returns the report directories that this JVM has a manifest in. */
    public static Set<Path> directories() {
        return Set.copyOf(OPEN.keySet());
    }

    public static Path directory(Path reports) {
        return reports.resolve("manifest");
    }

    private static Manifest open(Path reports) {
        try {
            Path directory = Files.createDirectories(directory(reports));
            Path file = directory.resolve(UUID.randomUUID() + ".jsonl");
            Manifest manifest = new Manifest(new FileOutputStream(file.toFile(), true));
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("version", VERSION);
            header.put("pid", ProcessHandle.current().pid());
            ProcessId.of(ProcessHandle.current().pid()).ifPresent(process -> header.put("born", process.start()));
            header.put("within", within());
            Commit.around(reports).ifPresent(commit -> header.put("commit", commit));
            header.put("start", Instant.now().toString());
            manifest.append("jvm", header);
            manifest.built(ofThisJvm());
            return manifest;
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest for the gate cannot be written below " + reports, e);
        }
    }

    /** A JVM tests one build, wherever its reports go. */
    private static synchronized Map<Path, String> ofThisJvm() throws IOException {
        Map<Path, String> known = classPath;
        if (known == null) {
            known = BuildIdentity.ofClassPath();
            classPath = known;
        }
        return known;
    }

    /** Returns this process and those that started it: the build is among them. */
    private static List<Long> within() {
        return Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Notes what a class was loaded from, if the class path did not tell. */
    public void testedFrom(Class<?> testClass) {
        if (!tested.add(testClass)) {
            return;
        }
        CodeSource source = testClass.getProtectionDomain().getCodeSource();
        if (source == null
                || source.getLocation() == null
                || !source.getLocation().getProtocol().equals("file")) {
            return;
        }
        try {
            Path root = BuildIdentity.location(Path.of(source.getLocation().toURI()));
            if (!build.containsKey(root)) {
                built(Map.of(root, BuildIdentity.of(root)));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot tell what " + testClass.getName() + " was loaded from", e);
        }
    }

    private void built(Map<Path, String> identities) {
        Map<String, String> byName = new LinkedHashMap<>();
        identities.forEach((root, identity) -> byName.put(root.toString(), identity));
        build.putAll(identities);
        append("build", Map.of("build", byName));
    }

    /**
     * Notes the verdict of one invocation.
     *
     * @param test which
     * @param verdict a verdict, or {@code INVALID}
     * @param message its first line; empty for a pass
     * @param fault whether a fault was part of it
     * @param journal its journal, if there is one
     */
    public void verdict(Invocation test, String verdict, String message, boolean fault, Optional<Path> journal) {
        Map<String, Object> line = test.fields();
        line.put("started", test.started().toString());
        line.put("verdict", verdict);
        line.put("message", firstLine(message));
        line.put("fault", fault);
        journal.ifPresent(file -> {
            line.put("journal", file.toString());
            line.put("written", JournalFile.fingerprint(file));
        });
        append("verdict", line);
    }

    /** Notes how JUnit says that a test, or a container of tests, ended. */
    public void outcome(String uniqueId, TestKey key, boolean test, String outcome, @Nullable String message) {
        Map<String, Object> line = fields(uniqueId, key);
        line.put("test", test);
        line.put("outcome", outcome);
        line.put("message", firstLine(message));
        append("outcome", line);
    }

    /** Notes which reliability tests JUnit is going to run. */
    public void planned(List<TestKey> tests) {
        append("plan", Map.of("tests", tests.stream().map(Manifest::key).toList()));
    }

    /** Notes tests that turned out to be reliability tests when they ran. */
    public void joined(List<TestKey> tests) {
        append("joined", Map.of("tests", tests.stream().map(Manifest::key).toList()));
    }

    /** Notes that what was planned is over. */
    public void planOver() {
        append("over", Map.of());
    }

    private static Map<String, Object> fields(String uniqueId, TestKey key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", uniqueId);
        fields.putAll(key(key));
        return fields;
    }

    private static Map<String, Object> key(TestKey key) {
        return Map.of("classes", key.classes(), "method", key.method());
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.strip().lines().findFirst().orElse("");
    }

    private synchronized void append(String event, Map<String, ?> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("at", Instant.now().toString());
        line.putAll(fields);
        try {
            file.write((seal.close(Json.line(line)) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest for the gate cannot be written", e);
        }
    }

    /**
     * One invocation of a test.
     *
     * @param uniqueId its id for JUnit
     * @param key its method
     * @param displayName its name in reports
     * @param started when its experiment began
     * @param content fingerprint of the experiment file that was run; empty for a method
     */
    public record Invocation(String uniqueId, TestKey key, String displayName, Instant started, String content) {

        /** Names an invocation that begins now. */
        public static Invocation now(
                String uniqueId, List<Class<?>> enclosing, Class<?> testClass, Method method, String displayName) {
            return new Invocation(uniqueId, TestKey.of(enclosing, testClass, method), displayName, Instant.now(), "");
        }

        /** Names the run of a test that begins now. */
        public static Invocation now(String uniqueId, TestKey key, String displayName) {
            return new Invocation(uniqueId, key, displayName, Instant.now(), "");
        }

        /** Names the run of an experiment file that begins now. */
        public static Invocation now(
                String uniqueId, Class<?> testClass, String file, String displayName, String content) {
            return new Invocation(uniqueId, TestKey.ofFile(testClass, file), displayName, Instant.now(), content);
        }

        private Map<String, Object> fields() {
            Map<String, Object> fields = Manifest.fields(uniqueId, key);
            fields.put("display", displayName);
            if (!content.isEmpty()) {
                fields.put("content", content);
            }
            return fields;
        }
    }
}
