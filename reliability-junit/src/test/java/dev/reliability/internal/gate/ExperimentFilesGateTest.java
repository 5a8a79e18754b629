package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.TagFilter;

/** The gate misses experiment files as it misses test methods. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call true and false")
class ExperimentFilesGateTest {

    private static final String FILES = "@ExperimentFiles(\"experiments\") class FilesIT {}";

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeEach
    void createProject() throws IOException {
        project = new SampleProject(directory)
                .with("FilesIT", FILES)
                .withExperiment("experiments/one.yaml", "First", "true")
                .withExperiment("experiments/deeper/two.yaml", "Second", "true");
    }

    private void assertClosed(String... lines) {
        Answer answer = project.gate();
        assertThat(answer.lines()).contains(lines);
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void opensWhenEveryFileIsProven() throws IOException {
        project.with("MethodIT", "class MethodIT { @Test @Holding void holds() {} }")
                .run("FilesIT", "MethodIT");

        Answer answer = project.gate();

        assertThat(answer.lines()).containsExactly("reliability gate: 3 of 3 reliability tests proven");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void namesEachFileThatDidNotPass() throws IOException {
        project.withExperiment("experiments/three.yaml", "Third", "false")
                .withExperiment("experiments/four.yaml", "Fourth", "no-such-program")
                .run("FilesIT");

        Answer answer = project.gate();

        assertThat(answer.lines())
                .hasSize(3)
                .anyMatch(
                        line -> line.startsWith("reliability gate: shop.FilesIT: experiments/three.yaml is not proven:")
                                && line.contains("the process exited with 1"))
                .anyMatch(line -> line.startsWith(
                                "reliability gate: shop.FilesIT: experiments/four.yaml is not proven: it was invalid")
                        && line.contains("/method/0/provider/path"))
                .contains("reliability gate: 2 of 4 reliability tests proven; the gate stays CLOSED");
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void staysClosedWhenNothingRan() {
        assertClosed(
                "reliability gate: shop.FilesIT: experiments/one.yaml did not run, nor did any other reliability test: were"
                        + " they skipped, or is the goal missing that runs them?",
                "reliability gate: 0 of 2 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void staysClosedWhenFilesAreFiltered() throws IOException {
        project.with("MethodIT", "class MethodIT { @Test @Holding void holds() {} }")
                .run(List.of(), List.of(TagFilter.excludeTags("files")), "FilesIT", "MethodIT");

        assertClosed(
                "reliability gate: shop.FilesIT: experiments/one.yaml did not run, although others did: is it left out by"
                        + " -Dit.test, tags, or the names of classes that are run (Failsafe runs *IT)?",
                "reliability gate: 1 of 3 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void staysClosedWhenTheClassIsDisabled() throws IOException {
        project.with("FilesIT", "@Disabled(\"later\") " + FILES).run("FilesIT");

        assertClosed(
                "reliability gate: shop.FilesIT: experiments/one.yaml is not proven: shop.FilesIT was skipped (later);"
                        + " remove what skips it",
                "reliability gate: 0 of 2 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void staysClosedWhenTheSystemDoesNotStart() throws IOException {
        project.with(
                        "FilesIT",
                        """
                        @ExperimentFiles("experiments") class FilesIT {
                            @ReliabilityTarget("down") static final dev.reliability.local.ManagedProcess DOWN =
                                    dev.reliability.local.ManagedProcess.command("false").readyWhen("log:up").build();
                        }
                        """)
                .run("FilesIT");

        Answer answer = project.gate();
        assertThat(answer.lines())
                .anyMatch(
                        line -> line.startsWith(
                                "reliability gate: shop.FilesIT: experiments/one.yaml is not proven: shop.FilesIT was not successful"));
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void staysClosedWhenAFileIsNewOrHasChanged() throws IOException {
        project.run("FilesIT");
        project.withExperiment("experiments/one.yaml", "First, but softer", "true")
                .withExperiment("experiments/three.yaml", "Third", "true");

        assertClosed(
                "reliability gate: shop.FilesIT: experiments/one.yaml is not proven: the file has changed since it ran: run"
                        + " the tests again",
                "reliability gate: shop.FilesIT: experiments/three.yaml did not run, although others did: is it left out by"
                        + " -Dit.test, tags, or the names of classes that are run (Failsafe runs *IT)?",
                "reliability gate: 1 of 3 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void staysClosedWithoutFiles() throws IOException {
        Files.createDirectories(project.classes().resolve("nothing"));
        project.with("EmptyIT", "@ExperimentFiles(\"nothing\") class EmptyIT {}")
                .run("FilesIT", "EmptyIT");

        assertClosed("reliability gate: shop.EmptyIT has @ExperimentFiles that are not there: \"nothing\" holds no"
                + " experiment: no .json, .yaml or .yml is below ["
                + project.classes().resolve("nothing") + "]");
    }

    @Test
    void aPlaceWithoutFilesLeavesTheOthersTheirProof() throws IOException {
        project.with("FilesIT", "@ExperimentFiles({\"experiments\", \"nowhere\"}) class FilesIT {}")
                .run("FilesIT");

        Answer answer = project.gate();
        assertThat(answer.lines())
                .hasSize(2)
                .anyMatch(
                        line -> line.startsWith(
                                "reliability gate: shop.FilesIT has @ExperimentFiles that are not there: \"nowhere\" is neither"))
                .contains("reliability gate: 2 of 2 reliability tests proven; the gate stays CLOSED");
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void staysClosedWhenTheAnnotationHasNoEffect() throws IOException {
        project.with("AbstractIT", "@ExperimentFiles(\"experiments\") abstract class AbstractIT {}")
                .run("FilesIT");

        assertClosed(
                "reliability gate: @ExperimentFiles on shop.AbstractIT has no effect: the class is abstract: put it on"
                        + " a concrete one");
    }

    @Test
    void compatModeIsNoProof() throws IOException {
        project.with(
                        "FilesIT",
                        "@ExperimentFiles(value = \"experiments\", mode = ExperimentFiles.Mode.COMPAT) class FilesIT {}")
                .run("FilesIT");

        assertClosed(
                "reliability gate: shop.FilesIT: experiments/one.yaml is not proven: it runs in compat mode, in which"
                        + " experiments are green that proved nothing; run it strictly, or leave it out with --exclude",
                "reliability gate: 0 of 2 reliability tests proven; the gate stays CLOSED");
        assertThat(project.gate("--exclude=shop\\.FilesIT.*", "--allow-empty").exitCode())
                .isZero();
    }
}
