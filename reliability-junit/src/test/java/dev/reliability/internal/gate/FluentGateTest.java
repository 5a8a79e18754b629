package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that no annotation announces are evidence, too, once they have run in a test. */
class FluentGateTest {

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeEach
    void createProject() throws IOException {
        project = new SampleProject(directory)
                .with(
                        "Plans",
                        """
                        class Plans {
                            static ExperimentBuilder holding() {
                                ExperimentBuilder experiment = Reliability.experiment("holding")
                                        .property("reliability.state", "%1$s/state")
                                        .property("reliability.reports", "%1$s/reports");
                                new Holding.Factory().contribute(null, experiment, new Place("here", ""));
                                return experiment;
                            }
                        }
                        """
                                .formatted(directory));
    }

    @Test
    void opensForExperimentsThatPassed() throws IOException {
        project.with(
                        "FluentIT",
                        """
                        class FluentIT {
                            @Test void one() { Plans.holding().run(() -> {}); }
                            @RepeatedTest(2) void evaluated() { Assertions.assertTrue(Plans.holding().evaluate(() -> {}).passed()); }
                            @Test @Timeout(value = 1, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
                            void onAThreadOfItsOwn() { Plans.holding().run(() -> {}); }
                            @TestFactory DynamicTest dynamic() { return DynamicTest.dynamicTest("x", () -> Plans.holding().run(() -> {})); }
                            @Test void plain() {}
                        }
                        """)
                .run("FluentIT");

        assertThat(project.gate().lines()).containsExactly("reliability gate: 4 of 4 reliability tests proven");
    }

    @Test
    void countsThemBesideAnnotatedTests() throws IOException {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with("FluentIT", "class FluentIT { @Test void one() { Plans.holding().run(() -> {}); } }")
                .run("GoodIT", "FluentIT");

        assertThat(project.gate().lines()).containsExactly("reliability gate: 2 of 2 reliability tests proven");
    }

    @Test
    void staysClosedForEverythingElse() throws IOException {
        project.with(
                        "FluentIT",
                        """
                        class FluentIT {
                            @Test void breaks() { Plans.holding().run(() -> Assertions.fail("seen: 0")); }
                            @Test void nobodyLooks() { Plans.holding().evaluate(() -> Assertions.fail("seen: 1")); }
                            @Test void oneOfTwo() {
                                Plans.holding().run(() -> {});
                                Plans.holding().evaluate(() -> Assertions.fail("seen: 2"));
                            }
                            @Test void invalid() {
                                Assertions.assertThrows(InvalidPlanException.class, () -> Reliability.experiment("x").run(() -> {}));
                            }
                            @Test void failsLater() { Plans.holding().run(() -> {}); Assertions.fail("later"); }
                            @Test void good() { Plans.holding().run(() -> {}); }
                        }
                        """)
                .run("FluentIT");

        String said = String.join("\n", project.gate().lines());

        assertThat(said)
                .contains(
                        "shop.FluentIT.breaks() is not proven: it was not successful (FAILED: ",
                        "shop.FluentIT.nobodyLooks() is not proven: its experiment was not successful (FAILED: ",
                        "seen: 1. Reverted; nothing left behind.), and the test passed all the same; where it expects"
                                + " that, leave it out with --exclude",
                        "shop.FluentIT.oneOfTwo() is not proven: its experiment was not successful (FAILED: ",
                        "shop.FluentIT.invalid() is not proven: its experiment was invalid (",
                        "shop.FluentIT.failsLater() is not proven: it was not successful (",
                        "1 of 6 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void leavesOutLoudly() throws IOException {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with(
                        "NaiveIT",
                        "class NaiveIT { @Test void naive() { Plans.holding().evaluate(() ->"
                                + " Assertions.fail(\"out\")); } }")
                .run("GoodIT", "NaiveIT");

        assertThat(project.gate("--exclude=.*NaiveIT.*").lines())
                .containsExactly(
                        "reliability gate: EXCLUDED by --exclude, nobody knows whether it holds: shop.NaiveIT.naive()",
                        "reliability gate: 1 of 1 reliability tests proven");
    }
}
