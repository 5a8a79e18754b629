package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.activity;
import static dev.reliability.internal.chaostoolkit.run.Workbench.http;
import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.journal;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.journal.Json;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every journal can be read by the tool's own report, whatever became of the run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call POSIX programs")
class ToolReportTest extends WithWorkbench {
    private final Map<String, Path> journals = new LinkedHashMap<>();

    @BeforeEach
    void runs() throws IOException {
        bench.touch("service");
        Map<String, Object> held = hypothesis(bench.exists("service"));
        Map<String, Object> breaking = shell("action", "break", "rm " + folder.resolve("service"));
        Map<String, Object> healing = shell("action", "heal", "touch " + folder.resolve("service"));
        run(
                "passed",
                Mode.STRICT,
                UnaryOperator.identity(),
                Map.of(HYPOTHESIS, held, "method", steps(bench.mark("m"))));
        run(
                "failed",
                Mode.STRICT,
                UnaryOperator.identity(),
                Map.of(HYPOTHESIS, held, "method", steps(breaking), "rollbacks", steps(healing)));
        run(
                "cut off",
                Mode.STRICT,
                options -> options.failFast(true)
                        .hypothesisStrategy(HypothesisStrategy.CONTINUOUSLY)
                        .hypothesisFrequency(Duration.ofMillis(20)),
                Map.of(
                        HYPOTHESIS,
                        held,
                        "method",
                        steps(breaking, shell("action", "wait", "sleep 60")),
                        "rollbacks",
                        steps(healing)));
        run(
                "error",
                Mode.STRICT,
                UnaryOperator.identity(),
                Map.of(
                        HYPOTHESIS,
                        held,
                        "method",
                        steps(with(activity("action", "call", http("http://127.0.0.1:99999/")), "background", true))));
        run(
                "compat",
                Mode.COMPAT,
                UnaryOperator.identity(),
                Map.of(HYPOTHESIS, held, "method", steps(bench.mark("m"))));
        run("sick", Mode.STRICT, UnaryOperator.identity(), Map.of(HYPOTHESIS, hypothesis(bench.exists("none"))));
        ExperimentResult fluent = Reliability.experiment("without a file")
                .parameters(bench::setting)
                .journal("fluent")
                .steadyState(SteadyStateSpec.probe(
                        "steady",
                        context -> timeout -> CompletableFuture.completedFuture(new Observation(true, "that", "that"))))
                .run(() -> {});
        journals.put("fluent", fluent.journal().orElseThrow());
    }

    private void run(String name, Mode mode, UnaryOperator<RunOptions> changes, Map<String, ?> parts)
            throws IOException {
        FileOutcome outcome = bench.run(parts, options -> changes.apply(options.mode(mode)));
        journals.put(name, Files.copy(outcome.journal().orElseThrow(), folder.resolve(name + ".json")));
    }

    @Test
    void journalsNameTheVersionOfTheirLayoutAndAStatusOfEveryActivity() throws IOException {
        for (Map.Entry<String, Path> each : journals.entrySet()) {
            JsonNode journal = Json.read(Files.readString(each.getValue()));
            assertThat(journal.path("chaoslib-version").asText())
                    .as(each.getKey())
                    .matches("\\d+\\.\\d+\\.\\d+");
            assertThat(journal.path("reliability").path("written-by").asText()).isEqualTo("reliability");
            for (JsonNode entry : journal.path("run")) {
                assertThat(entry.path("status").asText()).as(each.getKey()).isNotEmpty();
                assertThat(entry.path("end").asText()).as(each.getKey()).isNotEmpty();
            }
        }
    }

    @Test
    void theInstalledReportReadsThem() throws Exception {
        String python =
                System.getProperty("chaostoolkit.python", System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", ""));
        assumeTrue(!python.isEmpty(), "CHAOSTOOLKIT_PYTHON names no interpreter that has the Chaos Toolkit");
        assumeTrue(
                new ProcessBuilder(python, "-c", "import chaosreport").start().waitFor() == 0,
                "the interpreter that CHAOSTOOLKIT_PYTHON names does not have the tool's reports");
        Path driver = folder.resolve("report-driver.py");
        try (InputStream in =
                ToolReportTest.class.getResourceAsStream("/dev/reliability/chaostoolkit/report-driver.py")) {
            Files.copy(in, driver);
        }
        List<String> command = new ArrayList<>(List.of(python, driver.toString()));
        journals.values().forEach(path -> command.add(path.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(output).doesNotContain("Traceback");
        assertThat(output.lines().filter(line -> line.endsWith(" characters"))).hasSize(journals.size());
    }
}
