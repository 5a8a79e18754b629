package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The library's main classes by the commands that the documentation shows, for shells and for builds other than Maven's. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are written for a shell")
class DocumentedCommandsIT {

    private static final Path DOCS = Path.of("../../docs");
    private static final String OTHERS = " '--exclude=shop\\.(?!PassedIT\\b).*'";

    private final OutsideProject project = OutsideProject.compiled();

    private static List<MatchResult> matches(String page, String regex) throws IOException {
        return Pattern.compile(regex)
                .matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .toList();
    }

    private static String only(String page, String regex) throws IOException {
        List<MatchResult> found = matches(page, regex);
        assertThat(found).as("%s in %s", regex, page).hasSize(1);
        return found.get(0).group(1);
    }

    /** Runs a command as it stands there, with the class path of the tests in its place. */
    private MavenRun java(String command) {
        return project.shell(command.replace("<class path of the tests>", "\"$TESTS\""));
    }

    @Test
    void gateAndReportWorkFromAShellAndFromAnotherBuild() throws IOException {
        MavenRun tests = project.run("failsafe:integration-test@reliability", "-Dit.test=PassedIT");
        assertThat(tests.exitCode()).as(tests.output()).isZero();
        Path build = project.directory().resolve("build");
        OutsideProject.delete(build);
        OutsideProject.copy(
                project.directory().resolve("target/reliability"),
                Files.createDirectories(build).resolve("reliability"));

        MavenRun report = java(only("report.md", "\\n(java -cp <class path of the tests> .*)\\n"));
        assertThat(report.exitCode()).as(report.output()).isZero();
        assertThat(report.output())
                .contains("PASSED shop.PassedIT.aShortOutageIsAllowed", "The experiment passed. Report: ");

        String gate = only("gate.md", "\\n(java -cp <class path of the tests> .*ReliabilityGate .*)\\n");
        MavenRun open = java(gate + OTHERS);
        assertThat(open.exitCode()).as(open.output()).isZero();
        assertThat(open.gate()).endsWith("1 of 1 reliability tests proven");
        assertThat(java(gate + OTHERS).exitCode()).as("evidence is used once").isOne();
        assertThat(java(gate + " --since=yesterday").exitCode()).isEqualTo(2);

        fromGradle();
    }

    private void fromGradle() throws IOException {
        List<MatchResult> tasks =
                matches("gate.md", "JavaExec::class\\) \\{[^}]*?mainClass = \"([^\"]+)\"(?:\\s+args\\((.*)\\))?");
        assertThat(tasks).hasSize(2);
        String arguments = tasks.get(0)
                .group(2)
                .replace("\" + sourceSets.test.get().output.classesDirs.asPath", "target/test-classes\"")
                .replace("\", \"", "\" \"");
        assertThat(arguments).isEqualTo("\"--classes=target/test-classes\" \"--reports=build/reliability\"");
        MavenRun gate =
                java("java -cp <class path of the tests> " + tasks.get(0).group(1) + " " + arguments + OTHERS);
        assertThat(gate.exitCode()).as(gate.output()).isZero();
        assertThat(gate.gate()).endsWith("1 of 1 reliability tests proven");

        String main = "java -cp <class path of the tests> " + tasks.get(1).group(1);
        MavenRun report = java(main + " report --reports build/reliability");
        assertThat(report.exitCode()).as(report.output()).isZero();
        MavenRun plan = java(main + " "
                + only("gate.md", "gradle reliability --args=\"([^\"]+)\"")
                        .replace("build/classes/java/test", "target/test-classes"));
        assertThat(plan.exitCode()).as(plan.output()).isOne();
        assertThat(plan.output()).contains("PROBLEM: @ShutdownAttack(target) on InvalidIT.mistyped()");
        MavenRun sweep = java(main + " sweep");
        assertThat(sweep.exitCode()).as(sweep.output()).isZero();
        assertThat(java(main + " sweep --targte x").exitCode()).isEqualTo(2);
    }

    @Test
    void aReportOfNothingFailsTheBuild() {
        MavenRun nothing = project.run("reliability:report");

        assertThat(nothing.exitCode()).as(nothing.output()).isOne();
        assertThat(nothing.output()).contains("there is no journal below", "the report could not be written");
    }
}
