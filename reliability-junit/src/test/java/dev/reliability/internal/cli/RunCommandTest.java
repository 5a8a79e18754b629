package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.journal.Json;
import dev.reliability.local.ManagedProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line runs experiment files and says by its exit code how they ended. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call POSIX programs")
class RunCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--state=" + directory.resolve("state")));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        if (all.stream().noneMatch(argument -> argument.startsWith("--journal-path"))) {
            all.add("--journal-path=" + directory.resolve("journal.json"));
        }
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** Writes an experiment whose steady state is that a file exists, and whose method calls a shell. */
    private Path experiment(String name, String required, String command, String rollback) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(
                file,
                """
                title: %s
                description: About files.
                configuration:
                  required: {type: env, key: RELIABILITY_CLI_REQUIRED, default: "%s"}
                steady-state-hypothesis:
                  title: The file is there
                  probes:
                    - type: probe
                      name: file-is-there
                      tolerance: true
                      provider: {type: python, module: os.path, func: exists, arguments: {path: "${required}"}}
                method:
                  - type: action
                    name: call-a-shell
                    provider: {type: process, path: sh, arguments: ["-c", "%s"]}
                rollbacks:
                  - type: action
                    name: undo-it
                    provider: {type: process, path: sh, arguments: ["-c", "%s"]}
                """
                        .formatted(name, required, command, rollback));
        return file;
    }

    private Path thing() throws IOException {
        return Files.writeString(directory.resolve("thing"), "");
    }

    @Test
    void aPassEndsWithZeroAndLeavesAJournal() throws IOException {
        Path file = experiment("passes.yaml", thing().toString(), "true", "true");

        assertThat(run(file)).as(out.toString()).isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "INFO] Experiment: passes.yaml",
                        "INFO] Hypothesis: The file is there",
                        "INFO] Probe: file-is-there",
                        "INFO] Method",
                        "INFO] Action: call-a-shell",
                        "INFO] Hypothesis: The file is there",
                        "INFO] Rollbacks",
                        "INFO] Rollback: undo-it",
                        "PASSED: ",
                        "Journal: " + directory.resolve("journal.json"));
        assertThat(journal("journal.json")).contains("\"status\" : \"completed\"", "\"deviated\" : false");
    }

    private String journal(String name) {
        try {
            return Json.read(Files.readString(directory.resolve(name))).toPrettyString();
        } catch (IOException e) {
            throw new AssertionError("no journal", e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rm,        true,  strict, 1",
        "rm,        true,  compat, 1",
        "'exit 3',  true,  strict, 5",
        "'exit 3',  true,  compat, 0",
        "true,      false, strict, 5",
        "true,      false, compat, 0",
    })
    void exitCodesTellHowItEnded(String command, String rollback, String mode, int code) throws IOException {
        Path thing = thing();
        String method = command.equals("rm") ? "rm " + thing : command;

        assertThat(run(experiment("one.yaml", thing.toString(), method, rollback), "--mode=" + mode))
                .as(out.toString())
                .isEqualTo(code);
    }

    @Test
    void whatWasSickBeforeIsInconclusive() throws IOException {
        Path file = experiment("sick.yaml", directory.resolve("nothing").toString(), "true", "true");

        assertThat(run(file)).isEqualTo(3);
        assertThat(run(file, "--mode=compat")).isZero();
        assertThat(out.toString())
                .contains("PASSED: the Chaos Toolkit calls this completed. A strict run says INCONCLUSIVE:");
    }

    @Test
    void optionsReachTheRun() throws IOException {
        Path nothing = directory.resolve("nothing");
        Path file = experiment("options.yaml", nothing.toString(), "touch " + directory.resolve("done"), "true");

        assertThat(run(file, "--dry=actions", "--var", "required=" + thing()))
                .as(out.toString())
                .isEqualTo(3);
        assertThat(directory.resolve("done")).doesNotExist();

        Path variables = Files.writeString(
                directory.resolve("vars.json"), "{\"configuration\": {\"required\": \"" + thing() + "\"}}");
        assertThat(run(file, "--var-file", variables)).as(out.toString()).isZero();
        assertThat(directory.resolve("done")).exists();

        assertThat(run(file, "--hypothesis-strategy=after-method-only", "--rollback-strategy=never"))
                .as(out.toString())
                .isOne();
        assertThat(out.toString()).contains("The rollbacks are not played: strategy never");
    }

    @Test
    void aProfileSaysWhatVariablesAre() throws IOException {
        Files.writeString(directory.resolve("reliability-site.properties"), "RELIABILITY_CLI_REQUIRED = " + thing());
        Path file = experiment("profile.yaml", "nothing", "true", "true");

        ManagedProcess command = cli(file, "--profile=site");
        try {
            command.start();
            assertThat(command.handle().onExit()).succeedsWithin(Duration.ofSeconds(60));
            assertThat(command.output()).contains("PASSED: ");
        } finally {
            command.close();
        }
    }

    @Test
    void theWorstOfSeveralCounts() throws IOException {
        Path good = experiment("good.yaml", thing().toString(), "true", "true");
        Path sick = experiment("sick.yaml", directory.resolve("nothing").toString(), "true", "true");

        assertThat(run(sick, good)).as(out.toString()).isEqualTo(3);

        assertThat(journal("journal-good.json")).contains("\"status\" : \"completed\"");
        assertThat(journal("journal-sick.json")).contains("\"status\" : \"failed\"");
    }

    @Test
    void noJournalIsWrittenOverAnotherOne() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("a.yaml", "one/a.yaml", "a-2.yaml", "two/a.yaml", "A?.yaml", "A-.yaml")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            files.add(experiment(name, thing().toString(), "true", "true"));
        }

        assertThat(run(files.toArray())).as(out.toString()).isZero();

        List<String> titles = new ArrayList<>();
        for (String journal : List.of("a", "a-2", "a-2-2", "a-3", "A-", "A--2")) {
            titles.add(Json.read(journal("journal-" + journal + ".json"))
                    .path("experiment")
                    .path("title")
                    .asText());
        }
        assertThat(titles).containsExactly("a.yaml", "one/a.yaml", "a-2.yaml", "two/a.yaml", "A?.yaml", "A-.yaml");
    }

    @Test
    void invalidFilesAreToldAllAtOnceAndNothingRuns() throws IOException {
        Path good = experiment("good.yaml", thing().toString(), "touch " + directory.resolve("done"), "true");
        Path bad = Files.writeString(
                directory.resolve("bad.json"),
                "{\"title\": \"Bad\", \"description\": \"x\", \"methods\": [], \"rollback\": []}");

        assertThat(run(good, bad, directory.resolve("gone.yaml"))).isEqualTo(6);

        assertThat(out.toString())
                .contains(
                        "bad.json:1 /rollback: the key 'rollback' is not known here; did you mean 'rollbacks'?",
                        "bad.json:1 /methods: ",
                        "gone.yaml (document): does not exist",
                        "problems. Nothing was touched.");
        assertThat(directory.resolve("done")).doesNotExist();
        assertThat(run(bad, "--mode=compat")).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--mode=lax x.json",
                "--dry=some x.json",
                "--rollback-strategy=sometimes x.json",
                "--hypothesis-strategy=later x.json",
                "--hypothesis-frequency=-1 x.json",
                "--hypothesis-frequency=often x.json",
                "--unknown x.json",
                "--fail-fast"
            })
    void argumentsThatMakeNoSenseAreUsage(String arguments) {
        assertThat(run((Object[]) arguments.split(" "))).isEqualTo(2);
    }

    @Test
    void sigtermPlaysRollbacksAndWritesTheJournal() throws IOException {
        Path marker = directory.resolve("marker");
        Path file = experiment("long.yaml", thing().toString(), "touch " + marker + "; exec sleep 120", "rm " + marker);
        ManagedProcess command = cli(file);
        try {
            command.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(marker));

            command.handle().destroy();

            await().atMost(Duration.ofSeconds(60)).until(() -> !command.isAlive());
            assertThat(marker).doesNotExist();
            assertThat(journal("journal.json"))
                    .contains("\"status\" : \"interrupted\"")
                    .contains("\"name\" : \"undo-it\"");
        } finally {
            command.close();
        }
    }

    /** A rollback that can never succeed would otherwise keep its experiment from being run for ever. */
    @Test
    void whatCannotBeUndoneBlocksUntilItIsForgotten() throws IOException {
        Path attempts = directory.resolve("attempts");
        Path file = experiment("stuck.yaml", thing().toString(), "true", "echo again >> " + attempts + "; exit 4");
        assertThat(run(file)).as(out.toString()).isEqualTo(5);
        experiment("stuck.yaml", thing().toString(), "echo method >> " + attempts, "true");

        assertThat(run(file)).as(out.toString()).isEqualTo(5);
        assertThat(attempts).hasContent("again\nagain\n");
        String message = journal("journal.json");
        Matcher command = Pattern.compile("\\S+/reliability-[0-9a-f]{8} (sweep --forget ([0-9a-f-]+))")
                .matcher(message);
        assertThat(command.find()).as(message).isTrue();
        assertThat(out.toString()).contains(command.group());

        assertThat(main("sweep --forget " + command.group(2).substring(1) + " --state " + directory.resolve("state")))
                .isEqualTo(2);
        assertThat(out.toString())
                .contains("Left: the method of \"stuck.yaml\" (" + file + "), id " + command.group(2));
        assertThat(main("sweep --state " + directory.resolve("state"))).isOne();
        assertThat(out.toString()).contains("NOT undone: the method of \"stuck.yaml\"", command.group(1));
        assertThat(attempts).hasContent("again\nagain\nagain\n");

        assertThat(main(command.group(1) + " --state " + directory.resolve("state")))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "Forgotten, NOT undone: the method of \"stuck.yaml\" (" + file + "), at chaostoolkit:" + file,
                        "rollbacks: [{\"type\"",
                        "This is kept in " + directory.resolve("state/forgotten.jsonl"));
        assertThat(attempts).as("it is not tried once more").hasContent("again\nagain\nagain\n");
        assertThat(run(file)).as(out.toString()).isZero();
        assertThat(attempts).hasContent("again\nagain\nagain\nmethod\n");
    }

    @Test
    void forgettingIsForOneIdOnly() {
        assertThat(main("sweep --forget x --target process:1 --state " + directory.resolve("state")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--forget takes an id and no --target");
        assertThat(main("sweep --forget --state " + directory.resolve("state"))).isEqualTo(2);
    }

    private int main(String arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.split(" "));
    }

    private ManagedProcess cli(Path file, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--state=" + directory.resolve("state"),
                file.toString()));
        command.addAll(List.of(options));
        return ManagedProcess.command(command)
                .name("reliability run")
                .directory(directory)
                .build();
    }

    @Test
    void listsTheFunctionsWithTheirParameters() {
        assertThat(run("--list-functions")).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "time.sleep(seconds: a number)",
                        "shutil.rmtree(path: a text, ignore_errors: true or false = false)",
                        "test.functions.deaf()")
                .anyMatch(line -> line.startsWith("chaosk8s.pod.actions.terminate_pods(label_selector: a text = null,"
                        + " name_pattern: a text = null, all: true or false = false,"));
    }

    @Test
    void withoutAFileThereIsNothingToRun() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
    }
}
