package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as evidence: of this build, of this module, of every test that was going to run. */
class EvidenceTest {

    private static final String GOOD = "class GoodIT { @Test @Holding void holds() {} }";

    @TempDir
    Path directory;

    private void assertClosed(Answer answer, String... parts) {
        assertThat(answer.exitCode()).as(answer.toString()).isOne();
        assertThat(answer.lines().get(0)).contains(parts);
    }

    @Test
    void evidenceOfTheFutureDoesNotCount() throws IOException {
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);
        project.run("GoodIT");
        String tomorrow = Instant.now().plusSeconds(86_400).toString();
        project.forge(line -> line.replaceFirst("\"start\":\"[^\"]*\"", "\"start\":\"" + tomorrow + "\""));

        assertClosed(project.gate(), "shop.GoodIT.holds() did not run in this build", tomorrow, "a clock was set");
    }

    @Test
    void evidenceOfAModuleWithTheSameClassesDoesNotCount() throws IOException {
        SampleProject one = new SampleProject(directory.resolve("one")).with("GoodIT", GOOD);
        SampleProject other = new SampleProject(directory.resolve("other"), one.reports()).with("GoodIT", GOOD);
        one.run("GoodIT");

        assertClosed(other.gate(), "shop.GoodIT.holds() did not run in this build", "it is of another module");
        assertThat(one.gate().exitCode()).isZero();
    }

    @Test
    void aModuleLeavesTheOthersTheirEvidence() throws IOException {
        SampleProject one = new SampleProject(directory.resolve("one")).with("GoodIT", GOOD);
        SampleProject other = new SampleProject(directory.resolve("other")).with("GoodIT", GOOD);
        one.run("GoodIT");
        other.run("GoodIT");
        Files.copy(other.manifest(), one.reports().resolve("manifest/of-the-other.jsonl"));
        String shared = "--reports=" + one.reports();

        assertThat(one.gate(shared).exitCode()).isZero();
        assertThat(other.gate(shared).exitCode()).isZero();
        assertClosed(one.gate(shared), "an earlier gate has used it");
    }

    @Test
    void aLinkToTheModuleIsTheModule() throws IOException {
        SampleProject project = new SampleProject(directory.resolve("one")).with("GoodIT", GOOD);
        project.run("GoodIT");
        Path link = Files.createSymbolicLink(directory.resolve("link"), project.classes());

        assertThat(project.gate("--classes=" + link).exitCode()).isZero();
    }

    @Test
    void testsOfOtherDirectoriesCountOnceTheyAreRun() throws IOException {
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);
        SampleProject elsewhere = new SampleProject(directory.resolve("elsewhere"), project.reports())
                .with(
                        "AwayIT",
                        "class AwayIT { @Test @Holding void fails() { Assertions.fail(\"seen: 0\"); }"
                                + " @Test @Holding void holds() {} }");
        project.run("GoodIT");
        elsewhere.run("AwayIT");

        Answer answer = project.gate();

        assertClosed(answer, "shop.AwayIT.fails() is not proven: it was not successful (FAILED:");
        assertThat(answer.lines()).endsWith("reliability gate: 2 of 3 reliability tests proven; the gate stays CLOSED");
        assertThat(project.gate("--exclude=shop\\.AwayIT\\.fails.*").exitCode()).isZero();
    }

    @Test
    void testsOfAJarCount() throws IOException {
        SampleProject jar = new SampleProject(directory).with("GoodIT", GOOD).packed();

        assertClosed(jar.gate(), "shop.GoodIT.holds() did not run");
        jar.run("GoodIT");

        assertThat(jar.gate().lines()).containsExactly("reliability gate: 1 of 1 reliability tests proven");
    }

    @Test
    void evidenceOfAnotherCommitDoesNotCount() throws IOException {
        Path head = Files.createDirectories(directory.resolve(".git")).resolve("HEAD");
        Files.writeString(head, "1".repeat(40) + "\n");
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);
        project.run("GoodIT");

        Files.writeString(head, "2".repeat(40) + "\n");
        assertClosed(
                project.gate(),
                "shop.GoodIT.holds() did not run in this build; there is evidence, but it is of commit "
                        + "1".repeat(40) + ", and this is " + "2".repeat(40));

        Files.writeString(head, "1".repeat(40) + "\n");
        assertThat(project.gate().exitCode()).isZero();
    }

    @Test
    void twoBuildsThatShareADirectoryProveNothing() throws IOException {
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);
        project.run("GoodIT");
        String noProcess = "--build=999999999";

        Answer other = project.gate(noProcess);

        assertThat(other.exitCode()).isOne();
        assertThat(other.lines().get(0)).contains("there is evidence, but it is of another build");
        assertThat(other.lines().get(1))
                .contains("was written by another build while this one ran (this is process 999999999");
        assertThat(project.gate("--build=" + ProcessHandle.current().pid()).exitCode())
                .isZero();
    }

    @Test
    void whatAnotherBuildWroteBeforeIsNotInTheWay() throws IOException {
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);
        project.run("GoodIT");
        String since = "--since=" + Instant.now().plusMillis(1);

        assertThat(project.gate("--build=999999999", since).lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("before this build began"));
    }

    @Test
    void aParentPomHasNothingToProve() throws IOException {
        SampleProject project = new SampleProject(directory).with("GoodIT", GOOD);

        Answer parent = project.gate("--packaging=pom", "--classes=" + directory.resolve("none"));
        assertThat(parent.lines())
                .isEqualTo(List.of(
                        "reliability gate: a project of packaging pom has no classes, and so no reliability tests"));
        assertThat(parent.exitCode()).isZero();
        assertThat(project.gate("--packaging=jar", "--classes=" + directory.resolve("none"))
                        .exitCode())
                .isOne();
        assertThat(project.gate("--packaging=pom").exitCode())
                .as("there are classes all the same")
                .isOne();
    }
}
