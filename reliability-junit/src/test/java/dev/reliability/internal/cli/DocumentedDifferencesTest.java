package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.chaostoolkit.DocumentedTable;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.ScriptedServer;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.journal.Json;
import dev.reliability.testsystem.FreshJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The second table of the page about experiment files, row by row, in both modes: where both differ from the tool. */
@EnabledOnOs(OS.LINUX)
class DocumentedDifferencesTest {
    private static final String HEAD = "| what happens | the tool | compat and strict |";
    private static final Map<String, List<String>> EXPECTED = expected();

    @TempDir
    private Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, Supplier<String>> rows = new LinkedHashMap<>();
    private Mode mode = Mode.COMPAT;
    private int runs;
    private JsonNode journal = Json.read("{}");
    private List<String> marks = List.of();

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put(
                "SIGINT, SIGTERM, SIGUSR1",
                List.of(
                        "130 undone, 143 undone, 138 undone, never 143",
                        "130 undone, 143 undone, 138 undone, never 143"));
        all.put("SIGHUP", List.of("129 undone", "129 undone"));
        all.put("SIGUSR2", List.of("140 undone", "140 undone"));
        all.put("`kill -9`", List.of("137, then undone", "137, then undone"));
        all.put("secrets", List.of("0 [********, tok, ********, tok]", "0 [********, tok, ********, tok]"));
        all.put(
                "YAML tags, but for those that change nothing in compat mode, and dates where a tolerance stands",
                List.of("1, 1", "6, 6"));
        all.put("a text such as `2020-01-01` in YAML, elsewhere", List.of("0 2020-01-01", "6"));
        all.put(
                "the framing of a request: `Transfer-Encoding`, the method CONNECT",
                List.of("not sent 0, fails 0", "not sent 0, fails 5"));
        all.put(
                "an answer that breaks off when it is inflated, has a broken head, or comes before the real one"
                        + " (status 103)",
                List.of(" 1, failed 0, succeeded 200 0", "failed 5, failed 5, succeeded 200 0"));
        all.put("not a number (`NaN`) in a result", List.of("0 \"NaN\"", "0 \"NaN\""));
        all.put("`--no-validation`, a negative `--hypothesis-frequency`", List.of("2, 2", "2, 2"));
        all.put("a file that ends in capitals, `.JSON` for instance", List.of("0", "0"));
        all.put("the parameters of `time.sleep` by name", List.of("succeeded 0", "succeeded 0"));
        return all;
    }

    DocumentedDifferencesTest() {
        rows.put(
                "SIGINT, SIGTERM, SIGUSR1",
                () -> signalled("INT") + ", " + signalled("TERM") + ", " + signalled("USR1") + ", never "
                        + signalled("TERM", "--rollback-strategy=never"));
        rows.put("SIGHUP", () -> signalled("HUP"));
        rows.put("SIGUSR2", () -> signalled("USR2"));
        rows.put("`kill -9`", this::killed);
        rows.put("secrets", this::secrets);
        rows.put(
                "YAML tags, but for those that change nothing in compat mode, and dates where a tolerance stands",
                () -> yaml("version: !!int 5\n", "true") + ", " + yaml("", "2020-01-01"));
        rows.put(
                "a text such as `2020-01-01` in YAML, elsewhere",
                () -> yaml("version: 2020-01-01\n", "true")
                        + Stream.of(journal.path("experiment").path("version").asText())
                                .filter(text -> !text.isEmpty())
                                .map(text -> " " + text)
                                .collect(Collectors.joining()));
        rows.put(
                "the framing of a request: `Transfer-Encoding`, the method CONNECT",
                () -> framing() + ", " + connect());
        rows.put(
                "an answer that breaks off when it is inflated, has a broken head, or comes before the real one"
                        + " (status 103)",
                () -> answered("200 OK\r\n"
                                + "Content-Type: text/plain\r\n"
                                + "Content-Encoding: gzip\r\n"
                                + "Content-Length: 19\r\n\r\n"
                                + "\u001f\u008b\b\0\0\0\0\0\u0002\u0003\u00cbH\u00cd\u00c9\u00c9\u0007\0\u0086\u00a6")
                        + ", " + answered("200 OK\r\nbroken\r\nContent-Length: 3\r\n\r\nabc") + ", "
                        + answered("103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
        rows.put("not a number (`NaN`) in a result", () -> {
            server.script(
                    Map.of("/", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nNaN"));
            int exit = run(experiment(request(Map.of()), Map.of()));
            return exit + " " + journal.path("run").path(0).path("output").path("body");
        });
        rows.put(
                "`--no-validation`, a negative `--hypothesis-frequency`",
                () -> run(experiment(shell("true"), Map.of()), "--no-validation") + ", "
                        + run(experiment(shell("true"), Map.of()), "--hypothesis-frequency=-1"));
        rows.put("a file that ends in capitals, `.JSON` for instance", () -> {
            Path file = experiment(shell("true"), Map.of());
            return String.valueOf(run(moved(file, file.resolveSibling("e.JSON"))));
        });
        rows.put("the parameters of `time.sleep` by name", () -> {
            int exit = run(experiment(function("time", "sleep", Map.of("seconds", 0)), Map.of()));
            return status() + " " + exit;
        });
    }

    @AfterEach
    void close() {
        server.close();
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    static Set<String> names() {
        return EXPECTED.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAsDocumentedInCompatMode(String row) {
        mode = Mode.COMPAT;
        assertThat(rows.get(row).get()).isEqualTo(EXPECTED.get(row).get(0));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAsDocumentedInStrictMode(String row) {
        mode = Mode.STRICT;
        assertThat(rows.get(row).get()).isEqualTo(EXPECTED.get(row).get(1));
    }

    @Test
    void everyRowOfThePageIsHere() throws IOException {
        assertThat(DocumentedTable.rows(HEAD)).isEqualTo(EXPECTED.keySet());
    }

    private String signalled(String signal, String... options) {
        Process process = hanging(options);
        int exit = ended(process, signal);
        return exit + (marks().contains("r") ? " undone" : "");
    }

    private String killed() {
        Process process = hanging();
        int exit = ended(process, "KILL");
        assertThat(marks()).isEmpty();
        int next = run(experiment(shell("true"), Map.of("title", "the next one")));
        assertThat(next).isZero();
        return exit + (marks.contains("r") ? ", then undone" : "");
    }

    private Process hanging(String... options) {
        delete("started");
        delete("marks");
        Path file = experiment(shell("touch " + folder.resolve("started") + "; exec sleep 60"), Map.of());
        List<String> command = FreshJvm.java();
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments(file, options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            processes.add(process);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(folder.resolve("started")) || !process.isAlive());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int ended(Process process, String signal) {
        try {
            List<ProcessHandle> children = process.descendants().toList();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(Files.readString(folder.resolve("output")))
                    .isTrue();
            children.forEach(ProcessHandle::destroyForcibly);
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A long and a short one, where they stand by themselves and in a longer text. */
    private String secrets() {
        Path file = experiment(
                shell("echo ${long}; echo ${short}; echo a${long}; echo a${short}"),
                Map.of("secrets", Map.of("group", Map.of("long", "opensesame", "short", "tok"))));
        int exit = run(file);
        List<String> said = journal.path("run")
                .path(0)
                .path("output")
                .path("stdout")
                .asText()
                .lines()
                .map(line -> line.startsWith("a") ? line.substring(1) : line)
                .toList();
        return exit + " " + said;
    }

    private String yaml(String more, String tolerance) {
        Path file = write(
                "e.yaml",
                """
                title: t
                description: d
                %ssteady-state-hypothesis:
                  title: h
                  probes:
                  - {type: probe, name: p, tolerance: %s, provider: {type: python, module: os.path, func: exists, arguments: {path: "/"}}}
                method:
                - {type: action, name: a, provider: {type: process, path: "true"}}
                """
                        .formatted(more, tolerance));
        return String.valueOf(run(file));
    }

    private String framing() {
        server.script(Map.of());
        int exit = run(experiment(
                request(Map.of(
                        "method", "POST",
                        "headers", Map.of("Transfer-Encoding", "chunked"),
                        "arguments", Map.of("k", "v"))),
                Map.of()));
        assertThat(server.requests()).singleElement().asString().contains("k=v");
        return (server.requests().toString().contains("Transfer-Encoding") ? "sent " : "not sent ") + exit;
    }

    private String connect() {
        server.script(Map.of());
        int exit = run(experiment(request(Map.of("method", "CONNECT")), Map.of()));
        return (status().equals("failed") ? "fails " : status() + " ") + exit;
    }

    private String answered(String answer) {
        server.script(Map.of("/", "HTTP/1.1 " + answer));
        int exit = run(experiment(request(Map.of()), Map.of()));
        String code = journal.path("run").path(0).path("output").path("status").asText();
        return status() + (code.isEmpty() ? "" : " " + code) + " " + exit;
    }

    private String status() {
        return journal.path("run").path(0).path("status").asText();
    }

    private Map<String, Object> request(Map<String, Object> more) {
        Map<String, Object> provider =
                new LinkedHashMap<>(Map.of("type", "http", "url", "http://" + server.host() + "/"));
        provider.putAll(more);
        return provider;
    }

    private static Map<String, Object> shell(String script) {
        return Map.of("type", "process", "path", "sh", "arguments", List.of("-c", script));
    }

    private static Map<String, Object> function(String module, String function, Map<String, Object> arguments) {
        return Map.of("type", "python", "module", module, "func", function, "arguments", arguments);
    }

    /** One action with this provider, a hypothesis that holds, and a rollback that leaves a mark. */
    private Path experiment(Map<String, Object> provider, Map<String, Object> more) {
        Map<String, Object> probe = new LinkedHashMap<>(
                activity("probe", function("os.path", "exists", Map.of("path", folder.toString()))));
        probe.put("tolerance", true);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", "t");
        all.put("description", "d");
        all.put("steady-state-hypothesis", Map.of("title", "h", "probes", List.of(probe)));
        all.put("method", List.of(activity("action", provider)));
        all.put("rollbacks", List.of(activity("action", shell("echo r >> " + folder.resolve("marks")))));
        all.putAll(more);
        return write("e" + ++runs + ".json", PythonJson.dumps(all));
    }

    private static Map<String, Object> activity(String type, Map<String, Object> provider) {
        return Map.of("type", type, "name", type, "provider", provider);
    }

    private int run(Path file, String... options) {
        StringWriter out = new StringWriter();
        delete("journal.json");
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments(file, options).toArray(String[]::new));
        Path written = folder.resolve("journal.json");
        journal = Json.read(Files.exists(written) ? read(written) : "{}");
        marks = marks();
        return exit;
    }

    private List<String> arguments(Path file, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "run",
                "--mode=" + mode.name().toLowerCase(java.util.Locale.ROOT),
                "--state=" + folder.resolve("state"),
                "--journal-path=" + folder.resolve("journal.json")));
        all.addAll(Arrays.asList(options));
        all.add(file.toString());
        return all;
    }

    private List<String> marks() {
        Path file = folder.resolve("marks");
        return Files.exists(file) ? read(file).lines().toList() : List.of();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path moved(Path from, Path to) {
        try {
            return Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
