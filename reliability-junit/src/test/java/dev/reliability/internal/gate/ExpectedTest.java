package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody declared to be expected, whatever is compiled. */
class ExpectedTest {

    @TempDir
    Path directory;

    private SampleProject project;

    @BeforeEach
    void run() throws IOException {
        project = new SampleProject(directory)
                .with(
                        "OneIT",
                        "@Tag(\"database\") class OneIT { @Test @Holding void one() {} @Test @Holding @Tag(\"cdn\") void two() {} }")
                .with("PlainIT", "@Tag(\"plain\") class PlainIT { @Test @SteadyStateProbe void none() {} }")
                .with("SteadyIT", "@Tag(\"steady\") class SteadyIT { @Test @Steady void noFault() {} }")
                .withExperiment("experiments/one.yaml", "One", "true")
                .with("FilesIT", "@ExperimentFiles(\"experiments\") @Tag(\"from-files\") class FilesIT {}");
        project.run("OneIT", "SteadyIT", "FilesIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minimum=3",
                "tag=database",
                "minimum=2;tag=database",
                "tag=cdn;pattern=shop\\.OneIT\\.two\\(\\)",
                "pattern=shop\\.OneIT\\.(one|two;?)\\(\\)",
                "tag=from-files",
                "tag=files",
                "minimum=1;tag=reliability;pattern=shop\\.FilesIT: .*"
            })
    void isThere(String expected) {
        Answer answer = project.gate("--expect=" + expected, "--exclude=.*PlainIT.*");

        assertThat(answer.exitCode()).as(answer.toString()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    minimum=4                     | at least 4 reliability tests must be proven under a fault, and 3 are:
                    minimum=2;tag=cdn             | at least 2 reliability tests tagged cdn must be proven under a fault, and 1 is:
                    tag=steady                    | at least 1 reliability test tagged steady must be proven under a fault, and 0 are:
                    tag=cdn;pattern=shop.OneIT.o.*| at least 1 reliability test named shop.OneIT.o.* tagged cdn must be proven
                    """)
    void isMissing(String expected, String reason) {
        Answer answer = project.gate("--expect=" + expected, "--exclude=.*PlainIT.*");

        assertThat(answer.exitCode()).as(answer.toString()).isOne();
        assertThat(answer.lines()).anyMatch(line -> line.startsWith("reliability gate: " + reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimum=0", "minimum=x", "least=2", "tag", "pattern=(", "minimum=1;;tag=a"})
    void isNotUnderstood(String expected) {
        Answer answer = project.gate("--expect=" + expected);

        assertThat(answer.exitCode()).as(answer.toString()).isEqualTo(2);
        assertThat(answer.lines().get(0)).contains("--expect=" + expected);
    }

    @Test
    void nothingIsExpectedOfNobody() {
        assertThat(project.gate("--exclude=.*PlainIT.*").exitCode()).isZero();
    }
}
