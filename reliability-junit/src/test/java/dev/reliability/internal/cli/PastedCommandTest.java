package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.journal.Intent;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.Launcher;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.process.LinuxProcesses;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a message tells people to type works when it is pasted: into a shell elsewhere, without a project or our environment. */
@EnabledOnOs(OS.LINUX)
class PastedCommandTest {

    @TempDir
    Path directory;

    private Path state;
    private Process victim;

    @BeforeEach
    void start() throws IOException {
        state = Files.createDirectories(directory.resolve("a state's directory"));
        victim = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        victim.destroyForcibly();
    }

    private record Answer(int exitCode, String output) {}

    private Answer paste(String command) throws IOException, InterruptedException {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", command).directory(Path.of("/").toFile());
        shell.environment().clear();
        shell.environment().put("PATH", "/usr/bin:/bin");
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return new Answer(process.exitValue(), output);
    }

    private void stop() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-STOP", String.valueOf(victim.pid()))
                        .start()
                        .waitFor())
                .isZero();
        await().until(() ->
                LinuxProcesses.state(victim.pid()).filter(state -> state == 'T').isPresent());
    }

    private UndoRecord stopped() {
        ProcessId id = ProcessId.of(victim.pid()).orElseThrow();
        return new UndoRecord(
                "process kill of victim",
                new Address("process", String.valueOf(victim.pid())),
                Map.of("stopped", id.pid() + ":" + id.start()));
    }

    private Names names() {
        return Names.of(Reliability.experiment("paste")
                .property("reliability.state", state.toString())
                .build());
    }

    @Test
    void theCommandOfARunUndoesWhatItLeft() throws Exception {
        stop();
        ScriptedFault fault = new ScriptedFault("process kill of victim", "process:" + victim.pid())
                .undo(this::stopped)
                .residue(() -> List.of("process " + victim.pid() + " is still stopped"));
        ExperimentResult result = Reliability.experiment("paste")
                .property("reliability.state", state.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .attack(fault.on(victim.pid()).duration("100ms"))
                .evaluate(() -> {});
        Matcher told = Pattern.compile("Undo it with: (.*)").matcher(result.message());
        assertThat(told.find()).as(result.message()).isTrue();

        Answer answer = paste(told.group(1));

        assertThat(answer.output()).contains("Undone: process kill of victim").endsWith("Nothing is left.\n");
        assertThat(answer.exitCode()).isZero();
        assertThat(LinuxProcesses.state(victim.pid())).isNotEmpty().isNotEqualTo(java.util.Optional.of('T'));
        assertThat(paste(told.group(1)).output()).as("again").doesNotContain("process kill of victim");
    }

    /** These back ends are on the class path of the tests alone. */
    @Test
    void itHasTheBackEndsOfTheRun() throws Exception {
        Answer answer = paste(Launcher.command(names(), "sweep", "--target", "sabotage-inject:process:1"));
        assertThat(answer.output()).contains("Undone: what is marked on sabotage-inject:process:1");
        assertThat(answer.exitCode()).isZero();
        assertThat(paste(Launcher.command(names(), "sweep", "--target", "unheard-of:x"))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void itHasTheSettingsOfTheRun() throws Exception {
        Names staging = Names.of(Reliability.experiment("paste")
                .property("reliability.state", state.toString())
                .property("reliability.ssh.config", "/a b/it's config")
                .property("reliability.profile", "open")
                .build());
        String command = Launcher.command(staging, "sweep");
        assertThat(paste(command).output()).isEqualTo("Nothing is left.\n");
        try (var files = Files.list(state.resolve("commands"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.readString(file))
                    .contains("'-Dreliability.ssh.config=/a b/it'\\''s config'", "-Dreliability.profile=open"));
        }
    }

    /** A clean build takes the profile away, not the journals. */
    @Test
    void aProfileThatIsGoneKeepsNobodyFromUndoing() throws Exception {
        try (IntentJournal journal = IntentJournal.begin(state, "dead")) {
            journal.intend(new Intent(stopped(), "victim", Map.of()));
        }
        stop();
        Names gone = Names.without(Map.of("reliability.state", state.toString(), "reliability.profile", "gone"));
        Answer answer = paste(Launcher.command(gone, "sweep"));
        assertThat(answer.output())
                .contains("profile \"gone\" is chosen", "going on without it", "Undone: process kill of victim");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void everyCommandTakesAClassPath() throws Exception {
        String sweep = Launcher.command(names(), "sweep", "--classpath", System.getProperty("java.class.path"));
        assertThat(paste(sweep).output()).isEqualTo("Nothing is left.\n");
        Path file = Files.writeString(
                directory.resolve("empty.yaml"), "title: t\ndescription: d\nmethod: []\nsteady-state-hypothesis: {}\n");
        Answer run = paste("cd '" + directory + "' && "
                + Launcher.command(
                        names(),
                        "run",
                        "--mode=compat",
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString()));
        assertThat(run.output()).as("the file is read").contains("the steady state hypothesis has a title");
    }
}
