package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators need beside the tests, from any directory: no project is there, and no class path is typed. */
class OperatorGoalsIT {

    private static final String GOAL =
            "dev.reliability:reliability-maven-plugin:" + System.getProperty("project.version") + ":";

    /** Its name has what shells and files of arguments have their own ideas of. */
    private static final String REASON = "the shop's \"down\" \\ $HOME";

    @TempDir
    Path nowhere;

    private final OutsideProject published = OutsideProject.compiled();

    @Test
    void haltsReleasesAndSweeps() {
        MavenRun halt = published.in(nowhere, GOAL + "halt", "-Dreliability.reason=" + REASON);
        assertThat(halt.exitCode()).as(halt.output()).isZero();
        assertThat(halt.output()).contains("Halted. Let experiments begin again with: ");

        MavenRun stopped =
                published.again("verify", "-Dit.test=FormsIT#composed", "-Dgate.exclude=shop\\.(?!FormsIT).*");
        assertThat(stopped.exitCode()).as(stopped.output()).isOne();
        assertThat(stopped.output()).contains(REASON);

        MavenRun release = published.in(nowhere, GOAL + "halt", "-Dreliability.release");
        assertThat(release.output()).contains("Released.");

        MavenRun sweep = published.in(nowhere, GOAL + "sweep");
        assertThat(sweep.exitCode()).as(sweep.output()).isZero();
        assertThat(sweep.output()).contains("Nothing is left.");
    }
}
