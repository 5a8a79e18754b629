package dev.reliability.internal.chaostoolkit.run;

import static dev.reliability.internal.chaostoolkit.run.Workbench.hypothesis;
import static dev.reliability.internal.chaostoolkit.run.Workbench.names;
import static dev.reliability.internal.chaostoolkit.run.Workbench.shell;
import static dev.reliability.internal.chaostoolkit.run.Workbench.statuses;
import static dev.reliability.internal.chaostoolkit.run.Workbench.steps;
import static dev.reliability.internal.chaostoolkit.run.Workbench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.Json;
import dev.reliability.testsystem.FreshJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However the JVM of a run ends: what its method did is undone. */
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent with kill")
class EndedJvmTest {
    private static final String SECRET = "s3cr3t-v4lue";

    @TempDir
    private Path folder;

    private Workbench bench;
    private Process controller;

    @BeforeEach
    void prepare() throws Exception {
        bench = new Workbench(folder);
        bench.touch("service");
        Files.writeString(folder.resolve("values.env"), "DESK_TOKEN=" + SECRET + "\n");
        Path marks = folder.resolve("marks");
        bench.experiment(Map.of(
                "title", "the title",
                "configuration", Map.of("what", "spanner"),
                "secrets",
                        Map.of(
                                "desk",
                                Map.of("token", Map.of("type", "env", "key", "DESK_TOKEN"), "inline", "written-down")),
                "steady-state-hypothesis", hypothesis(bench.exists("service")),
                "method", steps(bench.mark("break"), shell("action", "hang", "echo hang >> " + marks + "; sleep 300")),
                "rollbacks",
                        steps(
                                shell("action", "repair", "echo repair with ${what} >> " + marks),
                                shell(
                                        "action",
                                        "unlock",
                                        "test $(printf %s '${token}${inline}' | wc -c) = 24" + " && echo unlock >> "
                                                + marks))));
    }

    private void start(String mode) throws Exception {
        launch(mode);
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.marks().contains("hang") || !controller.isAlive());
        assertThat(bench.marks()).as(() -> read(folder.resolve("output"))).containsExactly("break", "hang");
    }

    private void launch(String mode) throws Exception {
        List<String> command = FreshJvm.java();
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedFileRun.class.getName(),
                folder.toString(),
                mode));
        controller = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    @AfterEach
    void end() {
        controller.descendants().forEach(ProcessHandle::destroyForcibly);
        controller.destroyForcibly();
    }

    /** W1: the tool leaves neither a rollback nor a journal, and nothing to resume from. */
    @Test
    void whatWasKilledIsRolledBackByTheNextRun() throws Exception {
        start("STRICT");
        await("the journal is written as things happen")
                .until(() -> Files.exists(folder.resolve("reports/experiment.json/journal.json")));
        List<ProcessHandle> left = controller.descendants().toList();
        controller.destroyForcibly().waitFor();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(bench.marks()).containsExactly("break", "hang");
        String intents = intents();
        assertThat(intents).contains("repair").doesNotContain(SECRET, "written-down");
        FileOutcome next = new Next(bench).run();
        assertThat(bench.marks()).containsExactly("break", "hang", "repair with spanner", "unlock");
        assertThat(next.verdict()).as(next.message()).isEqualTo(Verdict.PASSED);
        assertThat(bench.lines)
                .anyMatch(line ->
                        line.contains("A dead run left the method of \"the title\"") && line.endsWith(": undone"));
        assertThat(intents()).isEmpty();
    }

    @Test
    void whatWasKilledBeforeItsMethodBeganIsNotRolledBack() throws Exception {
        bench.experiment(Map.of(
                "title", "the title",
                "steady-state-hypothesis",
                        hypothesis(with(
                                shell("probe", "look", "echo look >> " + folder.resolve("marks") + "; sleep 300"),
                                "tolerance",
                                0)),
                "method", steps(bench.mark("break")),
                "rollbacks", steps(bench.mark("repair"))));
        launch("STRICT");
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.marks().contains("look"));
        List<ProcessHandle> left = controller.descendants().toList();
        controller.destroyForcibly().waitFor();
        left.forEach(ProcessHandle::destroyForcibly);
        new Next(bench).run();
        assertThat(bench.marks()).containsExactly("look");
        assertThat(intents()).isEmpty();
    }

    /** A mask in the place of a secret would make another command of it, such as one that removes everything. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecretThatStandsInARollbackIsNeitherWrittenDownNorPlayedAsAMask(boolean unchanged) throws Exception {
        Path marks = folder.resolve("marks");
        Path file = bench.experiment(Map.of(
                "title",
                "the title",
                "configuration",
                Map.of("copy", Map.of("type", "env", "key", "DESK_TOKEN")),
                "secrets",
                Map.of("desk", Map.of("token", Map.of("type", "env", "key", "DESK_TOKEN"))),
                "steady-state-hypothesis",
                hypothesis(bench.exists("service")),
                "method",
                steps(bench.mark("break"), shell("action", "hang", "echo hang >> " + marks + "; sleep 300")),
                "rollbacks",
                steps(
                        shell("action", "lock", "printf %s " + SECRET + " | wc -c >> " + marks),
                        shell("action", "copy", "printf %s '${copy}' | wc -c | sed s/^/copy/ >> " + marks))));
        start("STRICT");
        List<ProcessHandle> left = controller.descendants().toList();
        controller.destroyForcibly().waitFor();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(intents()).contains("lock").doesNotContain(SECRET);
        if (!unchanged) {
            Files.writeString(file, " ", StandardOpenOption.APPEND);
        }

        new Next(bench).run();

        if (unchanged) {
            assertThat(bench.marks()).containsExactly("break", "hang", "" + SECRET.length(), "copy" + SECRET.length());
            assertThat(intents()).isEmpty();
        } else {
            assertThat(bench.marks()).doesNotContain("" + Masking.MASK.length());
            assertThat(bench.lines)
                    .anyMatch(
                            line -> line.contains("NOT undone, the rollback \"lock\" holds a secret, which nothing but"
                                    + " the file of that run could tell"));
        }
    }

    @Test
    void whatTheEditorChangedSinceIsRolledBackAsItWas() throws Exception {
        start("STRICT");
        List<ProcessHandle> left = controller.descendants().toList();
        controller.destroyForcibly().waitFor();
        left.forEach(ProcessHandle::destroyForcibly);
        Files.delete(folder.resolve("experiment.json"));
        new Next(bench).run();
        assertThat(bench.marks())
                .as("the secret that stood in the file itself is gone with it")
                .containsExactly("break", "hang", "repair with spanner");
        assertThat(bench.lines).anyMatch(line -> line.contains("NOT undone, the rollback \"unlock\" needs ${inline}"));
    }

    /** W2 and W3: of a hangup the tool takes no notice at all, after the others it plays no rollbacks. */
    @ParameterizedTest
    @CsvSource({"HUP, STRICT", "TERM, STRICT", "INT, STRICT", "TERM, COMPAT"})
    void aSignalEndsTheMethodAndPlaysTheRollbacks(String signal, String mode) throws Exception {
        start(mode);
        long begin = System.nanoTime();
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(controller.pid()))
                        .start()
                        .waitFor())
                .isZero();
        controller.waitFor();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(bench.marks()).containsExactly("break", "hang", "repair with spanner", "unlock");
        JsonNode journal = Json.read(Files.readString(folder.resolve("reports/experiment.json/journal.json")));
        assertThat(journal.path("status").asText()).isEqualTo("interrupted");
        assertThat(statuses(journal.path("run")))
                .containsExactly("succeeded", mode.equals("STRICT") ? "aborted" : "none");
        assertThat(names(journal.path("rollbacks"))).containsExactly("repair", "unlock");
        assertThat(journal.path("reliability").path("message").asText())
                .matches("ABORTED: stopped after [0-9.]+ s by the end of the test JVM\\."
                        + " Reverted; nothing left behind\\.");
        assertThat(intents()).isEmpty();
    }

    private String intents() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("state/runs"))) {
            return files.map(EndedJvmTest::read).reduce("", String::concat);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** Another experiment with the same state directory. */
    private record Next(Workbench bench) {
        FileOutcome run() throws Exception {
            Map<String, Object> experiment = Map.of(
                    "title",
                    "next",
                    "description",
                    "next",
                    "steady-state-hypothesis",
                    hypothesis(bench.exists("service")),
                    "method",
                    steps(shell("action", "nothing", "true")));
            Path file = Files.writeString(
                    bench.folder.resolve("next.json"),
                    dev.reliability.internal.chaostoolkit.value.PythonJson.dumps(experiment));
            return ExperimentFiles.load(file.toString(), bench.options()).run(bench.lines::add);
        }
    }
}
