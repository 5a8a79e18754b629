package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code reliability plan} from Maven, by the command that the documentation shows. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is written for a shell")
class PlanFromMavenIT {

    private static final Pattern COMMAND = Pattern.compile("```\\n(mvn [^`]*\\breliability:plan [^`]*)```");

    private final OutsideProject project = OutsideProject.compiled();

    private MavenRun plan(String test) throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("../../docs/guards.md")));
        assertThat(command.find()).as("the command in docs/guards.md").isTrue();
        String line = command.group(1).replace("shop.BookstoreReliabilityIT", "shop." + test);
        assertThat(line).contains("-Dreliability.profile=staging", "-Dreliability.tests=shop." + test);
        OutsideProject.delete(project.directory().resolve("target/failsafe-reports"));
        return project.documented(line);
    }

    @Test
    void tellsWhatWouldBeDone() throws IOException {
        MavenRun run = plan("PassedIT");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "  shutdown of shop: a process that the test starts; planned when it runs\n",
                        "1 test, 1 fault, no problem. Nothing was changed.\n");
        assertThat(run.cases()).isEmpty();
    }

    @Test
    void failsTheBuildWhereSomethingStandsAgainstATest() throws IOException {
        MavenRun run = plan("InvalidIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.output())
                .contains(
                        "  PROBLEM: @ShutdownAttack(target) on InvalidIT.mistyped(): unknown target \"shpo\"",
                        "problems. Nothing was changed.\n");
    }
}
