package dev.reliability.internal.chaostoolkit.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.chaostoolkit.ToolCases;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionCall;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What functions of Python's library do to files of all kinds, against Python itself: frozen everywhere, live where it is. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the frozen answers are those of a Linux")
class FilesOfAllKindsTest {
    private static final Pattern ERROR = Pattern.compile("(\\w+): (?:\\[Errno (\\d+)] )?.*", Pattern.DOTALL);
    private static final List<String> KINDS = List.of(
            "@/missing",
            "@/missing/",
            "@/missing/below",
            "@/file",
            "@/file/",
            "@/file/below",
            "@/empty",
            "@/empty/",
            "@/full",
            "@/full/inner",
            "@/full/inner/new",
            "@/link-to-file",
            "@/link-to-full",
            "@/link-to-empty",
            "@/link-to-full/new",
            "@/dangling",
            "");

    @TempDir
    private Path folder;

    private final FunctionRegistry functions = FunctionRegistry.load(getClass().getClassLoader());

    private int count;

    @Test
    void doAsPythonDidForFrozenCases() throws Exception {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : ToolCases.frozen("frozen-files.jsonl.gz")) {
            Map<String, Object> entry = map(PythonJson.loads(line));
            compare(map(entry.get("case")), entry.get("outcome"), differences);
            compared++;
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    @Test
    void doAsTheInstalledPythonDoes() throws Exception {
        String python = System.getProperty("python", "python3");
        assumeTrue(isPython311(python), "there is no Python 3.11, whose answers are compared, as " + python);
        List<Map<String, Object>> cases = cases();
        List<String> outcomes = ToolCases.ask(
                python,
                "files-driver.py",
                folder,
                cases.stream().map(PythonJson::dumps).toList());
        List<String> differences = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            lines.add("{\"case\": " + PythonJson.dumps(cases.get(i)) + ", \"outcome\": " + outcomes.get(i) + "}");
            compare(cases.get(i), PythonJson.loads(outcomes.get(i)), differences);
        }
        String target = System.getProperty("chaostoolkit.freeze.files");
        if (target != null) {
            Files.write(Path.of(target), lines);
        }
        assertThat(differences).isEmpty();
    }

    private static List<Map<String, Object>> cases() {
        List<Map<String, Object>> cases = new ArrayList<>();
        for (String kind : KINDS) {
            for (String test : List.of("exists", "isfile", "islink")) {
                cases.add(call("os.path", test, Map.of("path", kind)));
            }
            cases.add(call("os.path", "isdir", Map.of("s", kind)));
            if (!kind.matches(".*(empty|full).*")) {
                cases.add(call("os.path", "getsize", Map.of("filename", kind)));
            }
            for (String one : List.of("remove", "unlink", "rmdir", "listdir", "mkdir")) {
                cases.add(call("os", one, Map.of("path", kind)));
            }
            for (long mode : new long[] {0700, 01700, 0500}) {
                cases.add(withModes(call("os", "mkdir", Map.of("path", kind, "mode", mode))));
                cases.add(withModes(call("os", "makedirs", Map.of("name", kind, "mode", mode))));
            }
            for (boolean flag : new boolean[] {true, false}) {
                cases.add(call("os", "makedirs", Map.of("name", kind, "exist_ok", flag)));
                cases.add(call("shutil", "rmtree", Map.of("path", kind, "ignore_errors", flag)));
            }
            for (String other : KINDS) {
                Map<String, Object> both = Map.of("src", kind, "dst", other);
                cases.add(call("os", "rename", both));
                cases.add(call("os", "replace", both));
                if (!kind.startsWith("@/full") || !other.equals("@/link-to-full/new")) {
                    // moved below itself through a link, Python removes everything: here nothing is moved
                    cases.add(call("shutil", "move", both));
                }
                cases.add(withModes(call("shutil", "copy", both)));
                cases.add(call("shutil", "copy", Map.of("src", kind, "dst", other, "follow_symlinks", false)));
            }
        }
        cases.add(call("shutil", "copy", Map.of("src", "@/pipe", "dst", "@/missing")));
        cases.add(call("shutil", "copy", Map.of("src", "@/file", "dst", "@/pipe")));
        cases.add(call("os", "remove", Map.of("path", "@/pipe")));
        cases.add(call("os.path", "exists", Map.of("path", 5)));
        cases.add(call("os.path", "exists", Map.of("path", 2)));
        cases.add(call("os.path", "exists", Map.of("path", -1)));
        cases.add(call("os.path", "exists", Map.of("path", true)));
        return cases;
    }

    private static Map<String, Object> call(String module, String func, Map<String, Object> arguments) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("module", module);
        call.put("func", func);
        call.put("arguments", arguments);
        return call;
    }

    /** The modes of files tell; those of new directories without a mode depend on who runs the test. */
    private static Map<String, Object> withModes(Map<String, Object> call) {
        call.put("modes", true);
        return call;
    }

    private void compare(Map<String, Object> asked, @Nullable Object theirs, List<String> differences)
            throws Exception {
        Map<String, Object> expected = comparable(asked, map(theirs));
        Map<String, Object> actual = comparable(asked, map(PythonJson.loads(PythonJson.dumps(outcome(asked)))));
        if (!actual.equals(expected)) {
            differences.add(PythonJson.dumps(asked) + "\n  Python: " + expected + "\n  here:   " + actual);
        }
    }

    /** With a slash at the end, or no name at all, it counts that something fails, not which of two true errors is raised. */
    private static Map<String, Object> comparable(Map<String, Object> asked, Map<String, Object> outcome) {
        Map<String, Object> comparable = Values.mutable(outcome);
        if (comparable.containsKey("raises") && asked.toString().matches(".*[/=][,}].*")) {
            comparable.put("raises", "something");
            comparable.put("errno", null);
        }
        return comparable;
    }

    private Map<String, Object> outcome(Map<String, Object> asked) throws IOException {
        Path base = Files.createDirectory(folder.resolve("case" + ++count));
        prepare(base, asked.toString().contains("pipe"));
        Map<String, Object> outcome = new LinkedHashMap<>();
        ExperimentFunction function = functions
                .find(String.valueOf(asked.get("module")), String.valueOf(asked.get("func")))
                .orElseThrow();
        Map<String, Object> arguments = Values.mutable(map(asked.get("arguments")));
        arguments.replaceAll(
                (name, value) -> value instanceof String text ? text.replace("@", base.toString()) : value);
        try {
            Object result = function.call(new Call(Arguments.complete(function, arguments)));
            outcome.put("result", PythonJson.loads(PythonJson.dumps(result).replace(base.toString(), "@")));
        } catch (Exception e) {
            Matcher error = ERROR.matcher(String.valueOf(e.getMessage()));
            assertThat(error.matches()).as(e.toString()).isTrue();
            outcome.put("raises", error.group(1));
            outcome.put("errno", error.group(2) == null ? null : Long.valueOf(error.group(2)));
        }
        outcome.put("files", seen(base, Boolean.TRUE.equals(asked.get("modes"))));
        return outcome;
    }

    private static void prepare(Path base, boolean withPipe) throws IOException {
        write(base.resolve("file"), "one", "rw-r-----");
        write(base.resolve("other"), "two", "rw-------");
        Files.createDirectory(base.resolve("empty"));
        Files.createDirectories(base.resolve("full/inner"));
        write(base.resolve("full/file"), "three", "rw-r-----");
        Files.createSymbolicLink(base.resolve("full/link"), base.resolve("other"));
        Files.createSymbolicLink(base.resolve("link-to-file"), Path.of("file"));
        Files.createSymbolicLink(base.resolve("link-to-full"), Path.of("full"));
        Files.createSymbolicLink(base.resolve("link-to-empty"), Path.of("empty"));
        Files.createSymbolicLink(base.resolve("dangling"), Path.of("nowhere"));
        if (!withPipe) {
            return;
        }
        Path pipe = base.resolve("pipe");
        try {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text, String mode) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static List<String> seen(Path base, boolean modes) throws IOException {
        List<String> entries = new ArrayList<>();
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(base)) {
                    entries.add(base.relativize(directory) + "/" + mode(directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = base.relativize(file).toString();
                if (attributes.isSymbolicLink()) {
                    entries.add(name + " -> "
                            + Files.readSymbolicLink(file).toString().replace(base.toString(), "@"));
                } else if (attributes.isRegularFile()) {
                    entries.add(name + " = " + Files.readString(file) + mode(file));
                } else {
                    entries.add(name + " (pipe)");
                }
                return FileVisitResult.CONTINUE;
            }

            private String mode(Path path) throws IOException {
                return modes
                        ? " 0o"
                                + Integer.toOctalString(
                                        (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                                                & 07777)
                        : "";
            }
        });
        return entries.stream().sorted().toList();
    }

    private static boolean isPython311(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", "import sys; print(sys.version_info[:2] == (3, 11))")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 && answer.strip().equals("True");
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = Values.asMap(value);
        assertThat(map).isNotNull();
        return map;
    }

    private record Call(Map<String, @Nullable Object> arguments) implements FunctionCall {
        @Override
        public Map<String, @Nullable Object> configuration() {
            return Map.of();
        }

        @Override
        public Map<String, @Nullable Object> secrets() {
            return Map.of();
        }

        @Override
        public boolean strict() {
            return false;
        }

        @Override
        public Optional<String> environment(String name) {
            return Optional.empty();
        }

        @Override
        public void environment(String name, String value) {}
    }
}
