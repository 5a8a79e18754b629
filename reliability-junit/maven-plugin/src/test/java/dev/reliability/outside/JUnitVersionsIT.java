package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.outside.MavenRun.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One binary, of the library as well as of the tests, runs on every JUnit from 5.12 on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class JUnitVersionsIT {

    private static final String SKIPPED = "INCONCLUSIVE: an assumption of the test body was not met: another extension"
            + " skipped the test body. The test proves nothing. Reverted; nothing left behind.";
    private static final String NO_BOOKS =
            "FAILED: the test body failed #.# s after freeze of clerk: no books. Reverted; nothing left behind.";

    private final OutsideProject project = OutsideProject.compiled();

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", "5.14.4", "6.1.3"})
    void runsWithoutBeingCompiledAgain(String version) {
        MavenRun run = project.run(
                "failsafe:integration-test@reliability",
                "failsafe:verify@reliability",
                "reliability:gate@reliability-gate",
                "-Djunit.version=" + version,
                "-Dit.test=PassedIT,FormsIT,JUnitVersionIT,ExperimentsIT",
                "-Dgate.exclude=shop\\.(?!(PassedIT|FormsIT|ExperimentsIT)\\b).*");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases()).hasSize(10).allMatch(test -> test.element().equals("passed"));
        assertThat(run.output()).contains("JUnit " + version);
        assertThat(run.gate()).contains("7 of 7 reliability tests proven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.14.4", "6.1.3"})
    void runsClassesWithParameters(String version) {
        MavenRun run = run(version, "ClassParametersIT");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases()).hasSize(8).allMatch(test -> test.element().equals("passed"));
        assertThat(run.gate()).contains("3 of 3 reliability tests proven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", "5.14.4", "6.0.3", "6.1.3"})
    void seesWhatOtherExtensionsDoToTheBody(String version) {
        MavenRun run = run(version, "MeddlingIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .extracting(test -> test.name().replaceAll("shop.MeddlingIT.|\\W.*", "") + " " + test.line())
                .containsExactlyInAnyOrder(
                        "inPeace ",
                        "skipped " + SKIPPED,
                        "skippedAgain " + SKIPPED,
                        "swallowed " + NO_BOOKS,
                        "forgiven " + NO_BOOKS);
        assertThat(run.gate()).contains("1 of 5 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void saysThatJUnitIsTooOld() {
        MavenRun run = run("5.11.4", "PassedIT,FormsIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases()).isNotEmpty().allSatisfy(test -> assertThat(test)
                .returns("error", Case::element)
                .returns("dev.reliability.junit.ReliabilityException", Case::type)
                .returns(
                        "ERROR: JUnit 5.12 or later is needed, but this is 5.11.4. No fault was injected.",
                        Case::line));
        assertThat(run.cases())
                .extracting(test -> test.name().replaceAll("^shop\\.(\\w+).*", "$1"))
                .contains("PassedIT", "FormsIT");
        assertThat(run.output()).doesNotContain("Injecting").doesNotContain("NoSuchMethodError");
    }

    private MavenRun run(String version, String tests) {
        return project.run(
                "failsafe:integration-test@reliability",
                "failsafe:verify@reliability",
                "reliability:gate@reliability-gate",
                "-Dmaven.test.failure.ignore",
                "-Djunit.version=" + version,
                "-Dit.test=" + tests,
                "-Dgate.exclude=shop\\.(?!(" + tests.replace(',', '|') + ")\\b).*");
    }
}
