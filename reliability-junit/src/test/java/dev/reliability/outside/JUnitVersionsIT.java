package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One binary, of the library as well as of the tests, runs on every JUnit from 5.12 on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class JUnitVersionsIT {

    private final OutsideProject project = OutsideProject.compiled();

    @ParameterizedTest
    @ValueSource(strings = {"5.12.2", "5.14.4", "6.1.3"})
    void runsWithoutBeingCompiledAgain(String version) {
        MavenRun run = project.run(
                "failsafe:integration-test@reliability",
                "failsafe:verify@reliability",
                "exec:exec@reliability-gate",
                "-Djunit.version=" + version,
                "-Dit.test=PassedIT,FormsIT,JUnitVersionIT,ExperimentsIT",
                "-Dgate.exclude=shop\\.(?!(PassedIT|FormsIT|ExperimentsIT)\\b).*");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases()).hasSize(10).allMatch(test -> test.element().equals("passed"));
        assertThat(run.output()).contains("JUnit " + version);
        assertThat(run.gate()).contains("7 of 7 reliability tests proven");
    }
}
