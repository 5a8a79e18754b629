package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import dev.reliability.internal.report.Report;
import dev.reliability.testsystem.FreshJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence that finds no room. A limit on the size of files stands for a disk that is full: a write gets half way and fails. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ulimit is one of Unix shells")
class FullDiskTest {

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeEach
    void createProject() throws IOException {
        project = new SampleProject(directory).with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }");
    }

    /** Runs the tests of a project. */
    static final class Runner {

        private Runner() {}

        public static void main(String[] arguments) throws IOException {
            new SampleProject(Path.of(arguments[0])).run("GoodIT");
            System.exit(0);
        }
    }

    private String run(String limit) throws IOException, InterruptedException {
        List<String> command = FreshJvm.java();
        command.addAll(0, List.of("sh", "-c", "ulimit -f " + limit + " && exec \"$@\"", "sh"));
        command.addAll(List.of(
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Runner.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** Blocks of 512 bytes: the manifest does not fit, only its first lines do, or it does and the journal does not. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4", "8"})
    void whatDoesNotFitProvesNothing(String limit) throws IOException, InterruptedException {
        String said = run(limit);

        Answer answer = project.gate();
        assertThat(answer.exitCode()).as(said).isOne();
        assertThat(answer.lines())
                .as(said)
                .contains("reliability gate: 0 of 1 reliability tests proven; the gate stays CLOSED")
                .noneMatch(line -> line.contains("could not check"));
        Path journal = project.reports().resolve("shop.GoodIT/holds[1]/journal.json");
        if (Files.exists(journal) && Files.size(journal) > 0) {
            assertThat(Files.readString(Report.of(project.reports()).write())).contains("The journal is damaged");
        }
    }

    @Test
    void whatFitsIsProven() throws IOException, InterruptedException {
        String said = run("100000");

        Answer answer = project.gate();
        assertThat(answer.exitCode()).as(said + answer.lines()).isZero();
    }
}
