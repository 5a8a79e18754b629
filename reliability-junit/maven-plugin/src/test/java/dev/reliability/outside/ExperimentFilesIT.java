package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.outside.MavenRun.Case;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Experiment files in a build of somebody else: counted, named, failed and missed as test methods are. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the experiments call a shell")
class ExperimentFilesIT {

    private static final String INVALID = "dev.reliability.junit.InvalidExperimentException";

    private final OutsideProject project = OutsideProject.compiled();

    private MavenRun verify(String test, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "verify";
        arguments[1] = "-Dit.test=" + test;
        arguments[2] = "-Dgate.exclude=shop\\.(?!" + test + "\\b).*";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return project.run(arguments);
    }

    @Test
    void passes() {
        MavenRun run = verify("ExperimentsIT");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases())
                .containsExactlyInAnyOrder(
                        new Case("shop.ExperimentsIT.The shop survives", "passed", "", ""),
                        new Case("shop.ExperimentsIT.The shop survives \"twice\" & <often>", "passed", "", ""));
        assertThat(run.gate()).contains("2 of 2 reliability tests proven");
    }

    /** Where the program is that undoes what is left differs from machine to machine. */
    private static Case withoutLauncher(Case one) {
        return new Case(
                one.name(),
                one.element(),
                one.type(),
                one.line().replaceAll("\\S+/reliability-[0-9a-f]{8} ", "reliability "));
    }

    @Test
    void failsAsEachFileSays() {
        MavenRun run = verify("MixedExperimentsIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases().stream().map(ExperimentFilesIT::withoutLauncher))
                .containsExactlyInAnyOrder(
                        new Case("shop.MixedExperimentsIT.method", "passed", "", ""),
                        new Case(
                                "shop.MixedExperimentsIT.The shop notices (mixed-experiments/fails.json)",
                                "failure",
                                "org.opentest4j.AssertionFailedError",
                                "FAILED: \"The marker\" did not hold after the method (expected False from \"marker\", got"
                                        + " True). Reverted; nothing left behind."),
                        new Case(
                                "shop.MixedExperimentsIT.The shop notices (mixed-experiments/same-title.json)",
                                "passed",
                                "",
                                ""),
                        new Case(
                                "shop.MixedExperimentsIT.The action fails",
                                "error",
                                "dev.reliability.junit.ReliabilityException",
                                "ERROR: the action \"act\" failed: the process exited with 3. Reverted; nothing left"
                                        + " behind."),
                        new Case(
                                "shop.MixedExperimentsIT.The rollback fails",
                                "error",
                                "dev.reliability.junit.FaultNotRevertedException",
                                "ERROR: the method could not be reverted: the rollback \"undo\" failed: the process exited"
                                        + " with 4. Undo it with: reliability sweep --target chaostoolkit:"
                                        + project.directory()
                                                .resolve("target/test-classes/mixed-experiments/rollback-fails.json")),
                        new Case(
                                "shop.MixedExperimentsIT.The shop is sick before",
                                "error",
                                "dev.reliability.junit.InconclusiveException",
                                "INCONCLUSIVE: \"The marker\" was not steady before the test (expected True from"
                                        + " \"marker\", got False). No fault was injected."),
                        new Case(
                                "shop.MixedExperimentsIT.The shop is mistyped",
                                "error",
                                INVALID,
                                "3 problems. No fault was injected."),
                        new Case(
                                "shop.MixedExperimentsIT.The function is unknown",
                                "error",
                                INVALID,
                                "target/test-classes/mixed-experiments/unmapped.yaml:9 /method/0/provider/func: the function"
                                        + " chaosgcp.gke.nodepool.actions.delete_nodepool has no implementation here: no"
                                        + " module 'chaosgcp.gke.nodepool.actions' is mapped. No fault was injected."),
                        new Case(
                                "shop.MixedExperimentsIT.broken.yaml",
                                "error",
                                INVALID,
                                "target/test-classes/mixed-experiments/broken.yaml:2 (document): not valid YAML: expected"
                                        + " the node content, but found '<stream end>'. No fault was injected."),
                        new Case(
                                "shop.MixedExperimentsIT.nowhere",
                                "error",
                                INVALID,
                                "\"nowhere\" is neither on the test class path nor at "
                                        + project.directory().resolve("nowhere") + ". No fault was injected."));
        assertThat(run.output()).contains("Tests run: 10, Failures: 1, Errors: 7, Skipped: 0");
        MavenRun gate = project.gateFromAnyShell("--exclude=shop\\.(?!MixedExperimentsIT\\b).*");
        assertThat(gate.exitCode()).as(gate.output()).isOne();
        assertThat(gate.gate())
                .contains(
                        "shop.MixedExperimentsIT has @ExperimentFiles that are not there: \"nowhere\" is neither on the test"
                                + " class path nor at " + project.directory().resolve("nowhere"),
                        "1 of 8 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void closesTheGateOnFilteredFiles() {
        MavenRun run = verify("ExperimentsIT", "-DexcludedGroups=slow");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases()).containsExactly(new Case("shop.ExperimentsIT.The shop survives", "passed", "", ""));
        assertThat(run.gate())
                .contains(
                        "shop.ExperimentsIT: experiments/survives-too.yaml did not run, although others did: is it left out"
                                + " by -Dit.test, tags, or the names of classes that are run (Failsafe runs *IT)?",
                        "1 of 2 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void closesTheGateWhenNothingRuns() {
        MavenRun run = verify("ExperimentsIT", "-DskipITs");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.gate()).contains("0 of 2 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void leavesAJournalInTheLayoutOfTheTool() throws IOException {
        verify("ExperimentsIT");

        assertThat(Files.readString(project.directory()
                        .resolve("target/reliability/shop.ExperimentsIT/experiments/survives.json/journal.json")))
                .contains("\"chaoslib-version\"", "\"status\" : \"completed\"", "\"steady_states\"", "\"rollbacks\"");
    }
}
