package dev.reliability.outside;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to a build that Maven calls a success without a proof: Maven itself has nothing against each of these, and the gate
 * alone fails it, with the reason.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class GateTableIT {

    private static final String NONE_RAN =
            " did not run, nor did any other reliability test: were they skipped, or is the goal missing that runs them?";
    private static final String OTHERS_RAN =
            " did not run, although others did: is it left out by -Dit.test, tags, or the names of classes that are run"
                    + " (Failsafe runs *IT)?";
    private static final String PASSED = "shop.PassedIT.aShortOutageIsAllowed()";

    private final OutsideProject project = OutsideProject.compiled();

    /**
     * A way to a green that proves nothing.
     *
     * @param what it is
     * @param classes the only tests that count, as a regular expression
     * @param maven what Maven is told
     * @param proven what the gate counts
     * @param reasons the beginnings of lines that it says
     */
    record Row(String what, String classes, List<String> maven, String proven, List<String> reasons) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static Row row(String what, String classes, String maven, String proven, String... reasons) {
        return new Row(what, classes, List.of(maven.split(" ")), proven, List.of(reasons));
    }

    static Stream<Row> waysToAFalseGreen() {
        return Stream.of(
                row(
                        "tests that are disabled or assume something",
                        "SkippedIT",
                        "verify -Dit.test=SkippedIT",
                        "0 of 2",
                        "shop.SkippedIT.assumed() is not proven: it was aborted (org.opentest4j.TestAbortedException: it is"
                                + " not monday); meet its assumption",
                        "shop.SkippedIT.disabled() is not proven: it was skipped (until the clerk is back); remove what"
                                + " skips it"),
                row(
                        "tags that leave them out",
                        "PassedIT",
                        "verify -DexcludedGroups=reliability -Dit.test=PassedIT"
                                + " -Dfailsafe.failIfNoSpecifiedTests=false",
                        "0 of 1",
                        PASSED + NONE_RAN),
                row(
                        "a pattern that fits no class",
                        "PassedIT",
                        "verify -Dit.test=NobodyIT -Dfailsafe.failIfNoSpecifiedTests=false",
                        "0 of 1",
                        PASSED + NONE_RAN),
                row(
                        "one test of several, failures that are ignored",
                        "(FormsIT|FailedIT.usersNotice|InconclusiveIT.assumptionNotMet)",
                        "verify -Dit.test=FormsIT#composed,FailedIT#usersNotice,InconclusiveIT#assumptionNotMet"
                                + " -Dmaven.test.failure.ignore",
                        "1 of 6",
                        "shop.FormsIT.AtNight.nested(dev.reliability.junit.Attack)" + OTHERS_RAN,
                        "shop.FailedIT.usersNotice() is not proven: it was not successful (FAILED: ",
                        "shop.InconclusiveIT.assumptionNotMet() is not proven: it was inconclusive (INCONCLUSIVE: "),
                row(
                        "-DskipTests, by which Failsafe does not go",
                        "(PassedIT|FormsIT.composed)",
                        "verify -DskipTests -Dit.test=FormsIT#composed",
                        "1 of 2",
                        PASSED + OTHERS_RAN),
                row(
                        "tags that fit none of them",
                        "PassedIT",
                        "verify -Dgroups=slow -Dit.test=PassedIT -Dfailsafe.failIfNoSpecifiedTests=false",
                        "0 of 1",
                        PASSED + NONE_RAN),
                row(
                        "a pattern that only Surefire goes by",
                        "(PassedIT|FormsIT.composed)",
                        "verify -Dtest=FormsIT#composed -DskipITs",
                        "1 of 2",
                        PASSED + OTHERS_RAN),
                row("-DskipITs", "PassedIT", "verify -DskipITs", "0 of 1", PASSED + NONE_RAN),
                row("-Dmaven.test.skip", "PassedIT", "verify -Dmaven.test.skip", "0 of 1", PASSED + NONE_RAN),
                row(
                        "switches that somebody might guess, and all failures ignored",
                        "PassedIT",
                        "verify -fn -DskipITs -Dskip -Dreliability.skip -Dreliability.gate.skip -Dgate.skip"
                                + " -Dreliability.excludes=.* -Dexcludes=.* -DallowEmpty -Dreliability.allowEmpty"
                                + " -Dexpected= -Dcoverage= -Dreports=elsewhere -Dtests=elsewhere -Dexec.skip"
                                + " -Dmaven.build.timestamp=2000-01-01T00:00:00Z",
                        "0 of 1",
                        PASSED + NONE_RAN),
                row(
                        "a failure that passes when it is run again",
                        "FlakyIT",
                        "verify -Dit.test=FlakyIT -Dfailsafe.rerunFailingTestsCount=1",
                        "0 of 1",
                        "shop.FlakyIT.onlyTheSecondTime() is flaky: it passed, but was not successful (FAILED: "),
                row(
                        "failures that no goal looks at",
                        "FailedIT.usersNotice",
                        "failsafe:integration-test@reliability reliability:gate@reliability-gate -Dit.test=FailedIT#usersNotice",
                        "0 of 1",
                        "shop.FailedIT.usersNotice() is not proven: it was not successful (FAILED: "),
                row(
                        "an engine that is left out",
                        "ExperimentsIT",
                        "verify -Dit.test=ExperimentsIT,WithoutFaultIT -Dfailsafe.excludeJUnit5Engines=reliability-experiments",
                        "0 of 2",
                        "shop.ExperimentsIT: experiments/survives-too.yaml" + OTHERS_RAN),
                row(
                        "tests of an engine that hang in no class, which Maven counts as none",
                        "SpecsIT",
                        "verify -Dspecs=true -Dit.test=SpecsIT -Dfailsafe.failIfNoSpecifiedTests=false",
                        "0 of 2",
                        "shop.SpecsIT.theShopIsOpen() is not proven: it was not successful (FAILED: the test body failed",
                        "specs: of nothing is not proven: it was not successful (FAILED: the test body failed"),
                row(
                        "an experiment before all tests whose failure they catch",
                        "SetUpIT",
                        "verify -Dit.test=SetUpIT",
                        "0 of 1",
                        "shop.SetUpIT is not proven: its experiment was not successful (FAILED: the test body failed"),
                row(
                        "tests that JUnit only pretends to run",
                        "PassedIT",
                        "verify -Dit.test=PassedIT -Djunit.platform.execution.dryRun.enabled=true",
                        "0 of 1",
                        PASSED + " is not proven: it was skipped (JUnit Platform dry-run mode is enabled)"),
                row(
                        "a listener that is switched off",
                        "PassedIT",
                        "verify -Dit.test=PassedIT -Djunit.platform.execution.listeners.deactivate=*",
                        "0 of 1",
                        PASSED + " is not proven: its experiment passed, but how the test ended is not known"),
                row(
                        "evidence that goes elsewhere",
                        "PassedIT",
                        "verify -Dit.test=PassedIT -Dreliability.reports=target/elsewhere",
                        "0 of 1",
                        PASSED + NONE_RAN));
    }

    private static String[] with(Row row) {
        List<String> arguments = new ArrayList<>(row.maven());
        arguments.add("-Dgate.exclude=shop\\.(?!" + row.classes() + "\\b).*");
        return arguments.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("waysToAFalseGreen")
    void theGateAloneFails(Row row) {
        MavenRun run = project.run(with(row));

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.gate())
                .contains(row.proven() + " reliability tests proven; the gate stays CLOSED")
                .allSatisfy(line -> assertThat(line).doesNotContain("could not check"));
        assertThat(row.reasons())
                .allSatisfy(reason -> assertThat(run.gate()).anyMatch(line -> line.startsWith(reason)));
        assertThat(run.gate().stream().filter(line -> line.startsWith("EXCLUDED")))
                .as("what is left out on purpose is one line")
                .hasSize(1);
        assertThat(run.output().lines().filter(line -> line.startsWith("[ERROR] Failed to execute goal ")))
                .singleElement()
                .asString()
                .contains("dev.reliability:reliability-maven-plugin:", ":gate (reliability-gate) on project shop: ");
    }

    @Test
    void anHonestGreenPassesAndIsNotUsedAgain() {
        String others = "-Dgate.exclude=shop\\.(?!PassedIT\\b).*";

        MavenRun run = project.run("verify", "-Dit.test=PassedIT", others);
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate()).contains("1 of 1 reliability tests proven");
        assertThat(run.output()).doesNotContain("[ERROR]");

        MavenRun again = project.again("verify", "-DskipITs", others);
        assertThat(again.exitCode()).as(again.output()).isOne();
        assertThat(again.gate())
                .anyMatch(line ->
                        line.startsWith(PASSED + " did not run in this build; there is evidence, but it is of 20"));
    }

    @Test
    void whatIsLeftOfEvidenceIsNamedAndOpensNothing() throws IOException {
        MavenRun run = project.run("verify", "-Dit.test=FormsIT,TamperingIT", "-Dgate.exclude=shop\\.(?!FormsIT\\b).*");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.gate())
                .filteredOn(line -> line.startsWith("the journal "))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("composed[1]/journal.json of ", "is not as the test wrote it: "),
                        line -> assertThat(line)
                                .contains("repeated[1]/journal.json of ", "is not as the test wrote it: "),
                        line -> assertThat(line)
                                .contains("parameterized[1]/journal.json of ", "is not as the test wrote it: "),
                        line -> assertThat(line).contains("nested[1]/journal.json of ", "is gone: "));
        assertThat(run.gate())
                .anyMatch(line ->
                        line.startsWith("the test JVM of ") && line.contains("cut.jsonl did not finish its tests"))
                .anyMatch(line ->
                        line.contains("edited.jsonl is damaged: line ") && line.contains(" is not as it was written"))
                .anyMatch(line -> line.contains(
                        "newer.jsonl was written by a newer version of the library (format 2, and" + " this is 1)"))
                .contains("4 of 4 reliability tests proven; the gate stays CLOSED");

        MavenRun report = project.again("reliability:report");
        assertThat(report.exitCode()).as(report.output()).isZero();
        assertThat(report.output()).contains("experiments did not pass. Report: ");
        assertThat(Files.readString(project.directory().resolve("target/reliability/report.html")))
                .contains("The journal is damaged: ", "The journal was written by a later version");
    }

    @Test
    void twoBuildsAtOnceInOneDirectoryProveNothing() {
        Path waits = project.directory().resolve("target/waits");
        MavenRun first = project.start("verify", "-Dit.test=WaitingIT", "-Dgate.exclude=shop\\.(?!WaitingIT\\b).*");
        await().atMost(90, SECONDS)
                .until(() -> Files.exists(waits) || !first.process().isAlive());
        MavenRun second;
        try {
            second = project.beside(
                    "verify",
                    "-Dit.test=FormsIT#composed",
                    "-Dmaven.test.failure.ignore",
                    "-Dgate.exclude=shop\\.(?!FormsIT\\.composed\\b).*");
        } finally {
            OutsideProject.delete(waits);
        }

        assertThat(second.exitCode()).as(second.output()).isOne();
        assertThat(second.gate())
                .anyMatch(
                        line -> line.contains("the tests of another build that still run: two that share a directory"))
                .contains("1 of 1 reliability tests proven; the gate stays CLOSED");
        assertThat(first.exitCode()).as(first.output()).isOne();
        assertThat(first.gate())
                .anyMatch(line -> line.contains("was written by another build while this one ran"))
                .contains("1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void whatThePomDeclaresMustBeThere() {
        MavenRun run =
                project.run("verify", "-Pdeclared", "-Dit.test=PassedIT", "-Dgate.exclude=shop\\.(?!PassedIT\\b).*");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.gate())
                .containsSubsequence(
                        "coverage of targets shop by shutdown: 1 of 1 proven, under profile local",
                        "at least 2 reliability tests named shop\\.(PassedIT|NobodyIT)\\..* tagged reliability must be proven"
                                + " under a fault, and 1 is: see above, or correct what is expected",
                        "coverage of dependencies .* of targets shop by blackhole is 0 of 1 and must be 1; never tried:"
                                + " blackhole between shop and db.example; write these tests, or correct what is covered",
                        "1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void whatTheGateDoesNotKnowIsNotPassedOver() {
        MavenRun run = project.run("verify", "-fn", "-Pmisspelt", "-DskipITs", "-Dgate.exclude=.*");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.output()).contains("the gate checks less than the pom asks for: it knows no <expectations>");
    }
}
