package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.chaostoolkit.ScriptedServer;
import dev.reliability.internal.chaostoolkit.run.ComparableJournal;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.testsystem.FreshJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in compat mode against that of the Chaos Toolkit: malformed files, options, requests and answers. What differs on
 * purpose is marked as such in the case, with the reason.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the frozen outcomes are those of a Unix")
class CommandDifferentialTest {
    private static final String CASES = "/dev/reliability/chaostoolkit/frozen-commands.jsonl.gz";
    private static final String FOLDER = "@FOLDER@";
    private static final int MOST_DIFFERENT = 46;
    private static final int PATIENCE = 30;
    private static final String UNFIT = "speaks to developers";
    private static final Pattern OF_DEVELOPERS =
            Pattern.compile("StreamReadFeature|\\[Source|\\tat |NullPointerException|WARN|\\b1 times");

    @TempDir
    private Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private int runs;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void endsAsTheToolDidForFrozenCases() {
        List<String> differences = new ArrayList<>();
        List<String> onPurpose = new ArrayList<>();
        List<Map<String, Object>> cases = cases();
        // those with a signal have a JVM of their own, and most of their time is its start: meanwhile the others run
        // here
        List<Map<String, Object>> signals =
                cases.stream().filter(one -> one.containsKey("signal")).toList();
        List<Prepared> prepared = signals.stream().map(this::prepare).toList();
        CompletableFuture<List<Long>> exits = CompletableFuture.supplyAsync(
                () -> IntStream.range(0, signals.size())
                        .mapToObj(i -> signalled(signals.get(i), prepared.get(i)))
                        .toList(),
                task -> new Thread(task, "signals").start());
        for (Map<String, Object> one : cases) {
            if (!one.containsKey("signal")) {
                compare(one, run(one), map(one.get("outcome")), differences, onPurpose);
            }
        }
        List<Long> all = exits.join();
        server.script(Map.of());
        for (int i = 0; i < signals.size(); i++) {
            Map<String, Object> one = signals.get(i);
            Map<String, Object> ours = outcome(one, prepared.get(i).own(), Map.of("exit", all.get(i)));
            compare(one, ours, map(one.get("outcome")), differences, onPurpose);
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(500);
        assertThat(onPurpose).hasSizeLessThanOrEqualTo(MOST_DIFFERENT);
    }

    @Test
    void endsAsTheInstalledToolDoes() throws Exception {
        String python =
                System.getProperty("chaostoolkit.python", System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", ""));
        assumeTrue(
                !python.isEmpty(),
                "the Chaos Toolkit is not compared live: CHAOSTOOLKIT_PYTHON names no interpreter that has it");
        List<String> differences = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try (Tool tool = new Tool(python)) {
            for (Map<String, Object> one : cases()) {
                Map<String, Object> theirs = tool.run(one);
                Map<String, Object> line = Values.mutable(one);
                line.put("outcome", theirs);
                lines.add(PythonJson.dumps(line));
            }
        }
        String target = System.getProperty("chaostoolkit.freeze.commands");
        if (target != null) {
            Files.write(Path.of(target), lines);
        }
        for (String line : lines) {
            Map<String, Object> one = map(json(line));
            compare(one, run(one), map(one.get("outcome")), differences, new ArrayList<>());
        }
        assertThat(differences).isEmpty();
    }

    private void compare(
            Map<String, Object> one,
            Map<String, Object> ours,
            Map<String, Object> theirs,
            List<String> differences,
            List<String> onPurpose) {
        if (one.containsKey("signal")) {
            undoes(one, ours);
        }
        boolean traceback = !theirs.containsKey("journal");
        String expected = PythonJson.dumps(traceback ? withoutUndo(theirs) : theirs);
        String actual = PythonJson.dumps(traceback ? withoutUndo(ours) : ours);
        boolean same = actual.equals(expected);
        String difference = one.get("name") + "\n  case: " + PythonJson.dumps(asked(one)) + "\n  tool: " + expected
                + "\n  here: " + actual;
        if (one.containsKey("differs")) {
            onPurpose.add(difference);
            if (same) {
                differences.add(one.get("name") + ": differs no more, " + one.get("differs"));
            }
        } else if (!same) {
            differences.add(difference);
        }
    }

    /** A signal from outside never leaves undone what the file does not want to stay. */
    private static void undoes(Map<String, Object> one, Map<String, Object> ours) {
        String strategy = String.valueOf(((List<?>) one.get("arguments")).get(1));
        assertThat(ours.get("marks"))
                .as(String.valueOf(one.get("name")))
                .isEqualTo(List.of("default", "always").contains(strategy) ? List.of("r") : List.of());
        assertThat(ours.get("exit"))
                .isEqualTo(128L
                        + Map.of("HUP", 1L, "INT", 2L, "USR1", 10L, "USR2", 12L, "TERM", 15L)
                                .get(one.get("signal")));
    }

    private static Map<String, Object> asked(Map<String, Object> one) {
        Map<String, Object> asked = Values.mutable(one);
        asked.remove("outcome");
        asked.remove("name");
        return asked;
    }

    /** After a traceback the tool has neither a journal nor played what was left: here the rest is undone and written. */
    private static Map<String, Object> withoutUndo(Map<String, Object> outcome) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("exit", outcome.get("exit"));
        part.put(
                "marks",
                ((List<?>) outcome.get("marks"))
                        .stream()
                                .filter(mark -> !List.of("r", "s").contains(mark))
                                .toList());
        part.put("requests", outcome.get("requests"));
        if (outcome.containsKey(UNFIT)) {
            part.put(UNFIT, outcome.get(UNFIT));
        }
        return part;
    }

    private Map<String, Object> run(Map<String, Object> one) {
        Prepared prepared = prepare(one);
        StringWriter out = new StringWriter();
        Map<String, Object> outcome = new LinkedHashMap<>();
        Object exit = one.containsKey("signal") ? (Object) signalled(one, prepared) : called(prepared.command(), out);
        if (OF_DEVELOPERS.matcher(out.toString()).find()) {
            outcome.put(UNFIT, out.toString());
        }
        outcome.put("exit", exit);
        return outcome(one, prepared.own(), outcome);
    }

    private static Object called(List<String> arguments, StringWriter out) {
        CompletableFuture<Integer> called = CompletableFuture.supplyAsync(() -> Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new)));
        try {
            return called.get(PATIENCE, TimeUnit.SECONDS).longValue();
        } catch (TimeoutException e) {
            return "hangs";
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long signalled(Map<String, Object> one, Prepared prepared) {
        Path own = prepared.own();
        List<String> command = FreshJvm.java();
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(prepared.command());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(own.resolve("output").toFile())
                    .start();
            for (int i = 0; i < 2_400 && !Files.exists(own.resolve("started")) && process.isAlive(); i++) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            new ProcessBuilder("kill", "-" + one.get("signal"), String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Prepared(Path own, List<String> arguments) {

        List<String> command() {
            List<String> command = new ArrayList<>(List.of(
                    "run",
                    "--mode=compat",
                    "--state=" + own.resolve("state"),
                    "--journal-path=" + own.resolve("journal.json")));
            command.addAll(arguments);
            return command;
        }
    }

    private Prepared prepare(Map<String, Object> one) {
        try {
            Path own = Files.createDirectory(folder.resolve("run" + ++runs));
            for (Map.Entry<?, ?> file : ((Map<?, ?>) one.getOrDefault("files", Map.of())).entrySet()) {
                Files.writeString(own.resolve(String.valueOf(file.getKey())), filled(file.getValue(), own));
            }
            List<String> arguments = new ArrayList<>();
            for (Object argument : (List<?>) one.getOrDefault("arguments", List.of())) {
                arguments.add(filled(argument, own));
            }
            if (one.containsKey("experiment")) {
                Path file = own.resolve("experiment.json");
                Files.writeString(file, filled(PythonJson.dumps(one.get("experiment")), own));
                arguments.add(file.toString());
            } else {
                arguments.add(filled(one.get("source"), own));
            }
            server.script((Map<?, ?>) one.getOrDefault("responses", Map.of()));
            return new Prepared(own, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String filled(Object text, Path own) {
        return String.valueOf(text)
                .replace(FOLDER, own.toString())
                .replace("@SERVER@", "http://" + server.host())
                .replace("@HTTP@", "HTTP://" + server.host())
                .replace("@USER@", "http://me:pw@" + server.host());
    }

    private Map<String, Object> outcome(Map<String, Object> one, Path own, Map<String, Object> known) {
        Map<String, Object> outcome = new LinkedHashMap<>(known);
        try {
            Path marks = own.resolve("marks");
            outcome.put("marks", Files.exists(marks) ? Files.readAllLines(marks) : List.of());
            outcome.put("requests", server.requests());
            Path journal = own.resolve("journal.json");
            if (Files.exists(journal)) {
                outcome.put("journal", ComparableJournal.of(map(json(Files.readString(journal))), false));
            }
            String text =
                    PythonJson.dumps(outcome).replace(own.toString(), FOLDER).replace(server.host(), "@HOST@");
            return map(json(text));
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(one.get("name")), e);
        }
    }

    private final class Tool implements AutoCloseable {
        private final Process process;
        private final Writer in;
        private final BufferedReader out;

        Tool(String python) throws IOException {
            Path driver = folder.resolve("command-driver.py");
            try (InputStream code = CommandDifferentialTest.class.getResourceAsStream(
                    "/dev/reliability/chaostoolkit/command-driver.py")) {
                Files.copy(code, driver);
            }
            process = new ProcessBuilder(python, driver.toString())
                    .redirectError(folder.resolve("driver.log").toFile())
                    .start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
        }

        Map<String, Object> run(Map<String, Object> one) throws IOException {
            Prepared prepared = prepare(one);
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("folder", prepared.own().toString());
            question.put("arguments", prepared.arguments());
            if (one.containsKey("signal")) {
                question.put("signal", one.get("signal"));
            }
            in.write(PythonJson.dumps(question) + "\n");
            in.flush();
            String answer = out.readLine();
            assertThat(answer)
                    .as(Files.readString(folder.resolve("driver.log")))
                    .isNotNull();
            Map<String, Object> outcome = new LinkedHashMap<>();
            outcome.put("exit", map(json(answer)).get("exit"));
            return outcome(one, prepared.own(), outcome);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static List<Map<String, Object>> cases() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in(), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> map(json(line))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream in() throws IOException {
        String cases = System.getProperty("chaostoolkit.commands");
        return cases == null
                ? new GZIPInputStream(CommandDifferentialTest.class.getResourceAsStream(CASES))
                : Files.newInputStream(Path.of(cases));
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = Values.asMap(value);
        assertThat(map).isNotNull();
        return map;
    }

    private static Object json(String text) {
        try {
            return PythonJson.loads(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
