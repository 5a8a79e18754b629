package dev.reliability.internal.chaostoolkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.ScriptedServer;
import dev.reliability.internal.chaostoolkit.ToolCases;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in compat mode against those of the Chaos Toolkit itself: frozen everywhere, live where it is installed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the frozen runs are those of a Unix")
class WholeRunDifferentialTest {
    private static final int LIVE_CASES = Integer.getInteger("chaostoolkit.runs", 300);
    private static final long SEED = Long.getLong("chaostoolkit.seed", 20240229L);

    @TempDir
    private Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private int runs;

    @BeforeEach
    void answer() {
        server.script(RandomRuns.ANSWERS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void runsAsTheToolDidForFrozenCases() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : ToolCases.frozen("frozen-runs.jsonl.gz")) {
            Map<?, ?> entry = (Map<?, ?>) json(line);
            compared++;
            compare(map(entry.get("case")), map(entry.get("outcome")), differences);
        }
        assertThat(compared).isGreaterThan(200);
        assertThat(differences).isEmpty();
    }

    @Test
    void runsAsTheInstalledToolDoes() throws Exception {
        String python =
                System.getProperty("chaostoolkit.python", System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", ""));
        assumeTrue(
                !python.isEmpty(),
                "the Chaos Toolkit is not compared live: CHAOSTOOLKIT_PYTHON names no interpreter that has chaoslib");
        RandomRuns random = new RandomRuns(SEED);
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < LIVE_CASES; i++) {
            cases.add(PythonJson.dumps(random.next()));
        }
        List<String> outcomes = ToolCases.ask(
                python,
                "run-driver.py",
                folder,
                cases.stream().map(this::filled).toList());
        List<String> differences = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Map<String, Object> asked = map(json(cases.get(i)));
            Map<String, Object> theirs = normalised(asked, map(json(outcomes.get(i))));
            lines.add("{\"case\": " + cases.get(i) + ", \"outcome\": " + PythonJson.dumps(theirs) + "}");
            compare(asked, theirs, differences);
        }
        String target = System.getProperty("chaostoolkit.freeze.runs");
        if (target != null) {
            Files.write(Path.of(target), lines);
        }
        assertThat(differences).isEmpty();
    }

    private void compare(Map<String, Object> asked, Map<String, Object> theirs, List<String> differences) {
        Map<String, Object> ours = normalised(asked, run(asked));
        // after a traceback the tool has neither a journal nor played what was left: here the rest is undone and
        // written
        boolean traceback = theirs.containsKey("traceback");
        String expected = traceback ? "exit " + theirs.get("exit") : PythonJson.dumps(theirs);
        String actual = traceback ? "exit " + ours.get("exit") : PythonJson.dumps(ours);
        if (!actual.equals(expected)) {
            differences.add(PythonJson.dumps(asked) + "\n  tool: " + PythonJson.dumps(theirs) + "\n  here: "
                    + PythonJson.dumps(ours));
        }
    }

    private String filled(String text) {
        return text.replace("@SERVER@", "http://" + server.host());
    }

    private Map<String, Object> run(Map<String, Object> asked) {
        try {
            Path own = Files.createDirectory(folder.resolve("run" + ++runs));
            Workbench bench = new Workbench(own);
            ((List<?>) asked.get("files")).forEach(file -> bench.touch(String.valueOf(file)));
            String text = filled(PythonJson.dumps(asked.get("experiment"))).replace("@FOLDER@", own.toString());
            Path file = Files.writeString(own.resolve("experiment.json"), text);
            Map<String, Object> ours = new LinkedHashMap<>();
            try {
                FileOutcome outcome = ExperimentFiles.load(file.toString(), options(bench, asked))
                        .run(bench.lines::add);
                ours.put("exit", (long) outcome.exitCode());
                ours.put("valid", true);
                ours.put("journal", json(Files.readString(outcome.journal().orElseThrow())));
            } catch (InvalidExperimentFileException e) {
                ours.put("exit", 1L);
                ours.put("valid", false);
            }
            ours.put("marks", bench.marks());
            return map(json(PythonJson.dumps(ours).replace(own.toString(), "@FOLDER@")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunOptions options(Workbench bench, Map<String, Object> asked) {
        Map<String, Object> options = map(asked.get("options"));
        RunOptions all = bench.options().mode(Mode.COMPAT).hypothesisFrequency(Duration.ofSeconds(1));
        Object hypothesis = options.get("hypothesis");
        if (hypothesis != null) {
            all = all.hypothesisStrategy(HypothesisStrategy.of(hypothesis).orElseThrow());
        }
        Object rollbacks = options.get("rollbacks");
        if (rollbacks != null) {
            all = all.rollbackStrategy(RollbackStrategy.of(rollbacks).orElseThrow());
        }
        if (options.get("dry") instanceof String dry) {
            all = all.dry(Dry.of(dry).orElseThrow());
        }
        if (options.get("var") instanceof List<?> variables) {
            all = all.variables(variables.stream().map(String::valueOf).toList());
        }
        return all.failFast(Boolean.TRUE.equals(options.get("fail-fast")));
    }

    /** What must be the same: no times, no messages, no order among what runs at the same time. */
    private static Map<String, Object> normalised(Map<String, Object> asked, Map<String, Object> outcome) {
        Map<String, Object> normal = new LinkedHashMap<>();
        normal.put("exit", outcome.get("exit"));
        normal.put("valid", outcome.get("valid"));
        if (outcome.containsKey("traceback")) {
            normal.put("traceback", outcome.get("traceback"));
        }
        boolean background = PythonJson.dumps(asked).contains("\"background\": true");
        List<Object> marks = new ArrayList<>((List<?>) outcome.get("marks"));
        normal.put(
                "marks",
                background
                        ? List.copyOf(new TreeSet<>(
                                marks.stream().map(String::valueOf).toList()))
                        : marks);
        Map<String, Object> journal = outcome.containsKey("journal") ? map(outcome.get("journal")) : null;
        // those that stand already normalised in the frozen file have no times
        if (journal != null) {
            normal.put("journal", journal.containsKey("start") ? ComparableJournal.of(journal, background) : journal);
        }
        return normal;
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
