package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be tried on what is part of the gate, and the links of processes are part of what there is. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the targets are programs of Unix")
class CoverageGateTest {

    private static final String LATER = "; write these tests, or correct what is covered";

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeEach
    void createProject() throws IOException {
        project = new SampleProject(directory)
                .with(
                        "ShopIT",
                        """
                        @Steady
                        class ShopIT {
                            @ReliabilityTarget("shop")
                            static final dev.reliability.local.ManagedProcess shop = dev.reliability.local.ManagedProcess
                                    .command("sleep", "60").link("db.example", "127.0.0.1:1").link("cdn.example", "127.0.0.1:1").build();
                            @ReliabilityTarget("clerk")
                            static final dev.reliability.local.ManagedProcess clerk = dev.reliability.local.ManagedProcess
                                    .command("sleep", "60").build();
                            @Test @ShutdownAttack(target = "shop") void losingTheShop() {}
                        }
                        """);
    }

    private Answer gate(String... options) throws IOException {
        project.run("ShopIT");
        return project.gate(options);
    }

    private static String closed(String why) {
        return "reliability gate: coverage of " + why;
    }

    @Test
    void whatIsProvenOpensTheGateAndIsSaid() throws IOException {
        Answer answer = gate("--cover=kind=shutdown;target=shop", "--cover=minimum=1;kind=shutdown");

        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: coverage of targets shop by shutdown: 1 of 1 proven, under profile local",
                        "reliability gate: coverage of each target by shutdown: 1 of 2 proven, under profile local",
                        "reliability gate: 1 of 1 reliability tests proven");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void whatNobodyHasTriedIsNamed() throws IOException {
        Answer answer = gate(
                "--cover=kind=shutdown",
                "--cover=kind=blackhole;dependency=.*",
                "--cover=minimum=3;dependency=db\\..*",
                "--cover=minimum=10%",
                "--cover=minimum=50%;kind=cache flush");

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .containsExactly(
                        closed("each target by shutdown is 1 of 2 and must be 2; never tried: shutdown of clerk")
                                + LATER,
                        closed(
                                        "dependencies .* of each target by blackhole is 0 of 2 and must be 2; never tried:"
                                                + " blackhole between shop and cdn.example, blackhole between shop and db.example")
                                + LATER,
                        closed(
                                        "dependencies db\\..* of each target by each kind of fault is 0 of 3 and must be 3; never"
                                                + " tried: blackhole between shop and db.example, latency between shop and db.example,"
                                                + " packet loss between shop and db.example")
                                + LATER,
                        closed(
                                        "each target by each kind of fault is 1 of 14 and must be 2; never tried: blackhole of clerk,"
                                                + " latency of clerk, packet loss of clerk, dns outage of clerk, shutdown of clerk,"
                                                + " process kill of clerk, cpu load of clerk, blackhole of shop, latency of shop,"
                                                + " packet loss of shop and 3 more")
                                + LATER,
                        closed(
                                        "each target by cache flush is 0 of 2 and must be 1; never tried: cache flush of clerk, cache"
                                                + " flush of shop")
                                + LATER
                                + " (kinds are blackhole, latency, packet loss, dns outage, shutdown, process kill, cpu"
                                + " load)",
                        "reliability gate: 1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void whatIsNotThereIsNotCovered() throws IOException {
        assertThat(gate(
                                "--cover=target=shpo",
                                "--cover=target=clerk;dependency=.*",
                                "--cover=kind=shutdown;dependency=.*")
                        .lines())
                .containsExactly(
                        closed(
                                "targets shpo by each kind of fault is asked for, but nothing that ran has such targets (there"
                                        + " is clerk, shop, shop with cdn.example, shop with db.example): declare it, or correct"
                                        + " what is covered"),
                        closed(
                                "dependencies .* of targets clerk by each kind of fault is asked for, but nothing that ran has"
                                        + " such targets (there is clerk, shop, shop with cdn.example, shop with db.example):"
                                        + " declare it, or correct what is covered"),
                        closed(
                                "dependencies .* of each target by shutdown is asked for, but such a fault is one of a whole"
                                        + " target, not of what it depends on: leave out the dependency"),
                        "reliability gate: 1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void whatIsLeftOutProvesNothing() throws IOException {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .run("GoodIT", "ShopIT");

        Answer answer = project.gate("--exclude=shop\\.ShopIT\\..*", "--cover=kind=shutdown;target=shop");

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .contains(closed("targets shop by shutdown is 0 of 1 and must be 1; never tried: shutdown of shop")
                        + LATER);
    }

    @Test
    void whatAnotherTestFailedIsNotProven() throws IOException {
        project.with(
                        "OtherIT",
                        """
                        class OtherIT extends ShopIT {
                            @Test @ShutdownAttack(target = "shop") void fails() { Assertions.fail("no shop"); }
                        }
                        """)
                .run("ShopIT", "OtherIT");

        assertThat(project.gate("--cover=kind=shutdown;target=shop").lines())
                .contains(closed("targets shop by shutdown is 0 of 1 and must be 1; failed: shutdown of shop") + LATER);
    }

    @Test
    void whatWasNotRunCoversNothing() throws IOException {
        assertThat(project.gate("--cover=kind=shutdown;target=shop", "--exclude=.*", "--allow-empty")
                        .lines())
                .contains(
                        closed("targets shop by shutdown is asked for, but nothing that ran has such targets (there is"
                                + " none): declare it, or correct what is covered"));
    }

    @Test
    void aJournalThatWasMadeBetterCoversNothing() throws IOException {
        project.run("ShopIT");
        Path journal = project.reports().resolve("shop.ShopIT/losingTheShop[1]/journal.json");
        Files.writeString(journal, Files.readString(journal).replace("\"shop\"", "\"clerk\""));

        Answer answer = project.gate("--cover=kind=shutdown;target=clerk");

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines()).anyMatch(line -> line.contains("is not as the test wrote it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cover=minimum=0",
                "--cover=minimum=0%",
                "--cover=minimum=101%",
                "--cover=minimum=-1;kind=shutdown",
                "--cover=kind=",
                "--cover=shutdown",
                "--cover=targets=shop",
                "--cover=target=(",
                "--cover="
            })
    void whatMakesNoSenseIsRefused(String option) {
        assertThat(project.gate(option).exitCode()).isEqualTo(2);
    }
}
