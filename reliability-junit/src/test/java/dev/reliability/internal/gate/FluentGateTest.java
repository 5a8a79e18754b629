package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TagFilter;

/** Experiments that no annotation announces are evidence, too, once they have run in a test. */
class FluentGateTest {

    /** Its threads are there before any test of a project. */
    static final ExecutorService POOL =
            Executors.newSingleThreadExecutor(task -> new Thread(null, task, "pool", 0, false));

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeAll
    static void startThread() throws Exception {
        POOL.submit(() -> {}).get();
        System.getProperties().put("pool", POOL);
    }

    @AfterAll
    static void endThread() {
        System.getProperties().remove("pool");
        POOL.shutdownNow();
    }

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
                                        .property("reliability.reports", "%1$s/target/reliability");
                                new Holding.Factory().contribute(null, experiment, new Place("here", ""));
                                return experiment;
                            }
                            static void swallowed() {
                                try {
                                    holding().run(() -> Assertions.fail("seen: 3"));
                                } catch (AssertionError e) {
                                    // the mistake that the gate must notice
                                }
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void expectsNoneOfInvocationsThatRunNone(int running) throws IOException {
        String invocation = "if (number == " + running + ") Plans.holding().run(() -> {});";
        project.with(
                        "FluentIT",
                        "class FluentIT { @ParameterizedTest @ValueSource(ints = {1, 2}) void some(int number) { "
                                + invocation
                                + " } @TestFactory java.util.stream.Stream<DynamicTest> made() { return"
                                + " java.util.stream.Stream.of(1, 2).map(number -> DynamicTest.dynamicTest(\"x\" +"
                                + " number, () -> { "
                                + invocation
                                + " })); } }")
                .run("FluentIT");

        assertThat(project.gate().lines()).containsExactly("reliability gate: 2 of 2 reliability tests proven");
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

    @Test
    void countsThemWhereverATestClassRunsThem() throws IOException {
        project.with("StaticIT", "class StaticIT { static { Plans.holding().run(() -> {}); } @Test void plain() {} }")
                .with(
                        "AllIT",
                        """
                        class AllIT {
                            @BeforeAll static void before() { Plans.holding().run(() -> {}); }
                            @AfterAll static void after() { Plans.holding().run(() -> {}); }
                            @BeforeEach void each() { Plans.holding().run(() -> {}); }
                            @Test void plain() {}
                            @Nested @TestInstance(TestInstance.Lifecycle.PER_CLASS) class Inner {
                                Inner() { Plans.holding().run(() -> {}); }
                                @RepeatedTest(2) void nested() {}
                            }
                        }
                        """)
                .with(
                        "FactoryIT",
                        """
                        class FactoryIT {
                            @TestFactory java.util.List<DynamicTest> made() {
                                Plans.holding().run(() -> {});
                                return java.util.List.of(DynamicTest.dynamicTest("x", () -> {}));
                            }
                        }
                        """)
                .run("StaticIT", "AllIT", "FactoryIT");

        assertThat(project.gate().lines()).containsExactly("reliability gate: 6 of 6 reliability tests proven");
    }

    @Test
    void whatTheirClassRanProvesNothingOfTests() throws IOException {
        project.with(
                        "AllIT",
                        "class AllIT { @BeforeAll static void before() { Plans.holding().run(() -> {}); }"
                                + " @Test void plain() {} @Test @Holding @Tag(\"slow\") void leftOut() {} }")
                .run(List.of(), List.of(TagFilter.excludeTags("slow")), "AllIT");

        assertThat(project.gate().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("reliability gate: shop.AllIT.leftOut() did not run, although others did"),
                        line -> assertThat(line)
                                .isEqualTo("reliability gate: 1 of 2 reliability tests proven; the gate stays CLOSED"));
    }

    @Test
    void countsThoseOfThreadsThatBelongToNoTest() throws Exception {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with(
                        "PoolIT",
                        """
                        class PoolIT {
                            @Test void plain() throws Exception {
                                var pool = (java.util.concurrent.ExecutorService) System.getProperties().get("pool");
                                pool.submit(Plans::swallowed).get();
                                pool.submit(() -> { Plans.holding().run(() -> {}); }).get();
                            }
                        }
                        """)
                .run("GoodIT", "PoolIT");

        assertThat(project.gate().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("reliability gate: shop.Plans: holding is not proven: it was not successful"
                                        + " (FAILED: "),
                        line -> assertThat(line)
                                .isEqualTo("reliability gate: 2 of 3 reliability tests proven; the gate stays CLOSED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Plans.holding().run(() -> {})|0|2 of 2 reliability tests proven",
                "Plans.swallowed()|1|1 of 2 reliability tests proven; the gate stays CLOSED"
            })
    void countsThoseOfAProgramOfItsOwn(String code, int exitCode, String last) throws Exception {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with("Smoke", "class Smoke { public static void main(String... arguments) { " + code + "; } }")
                .run("GoodIT");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dreliability.reports=" + project.reports(),
                        "-cp",
                        project.classes() + File.pathSeparator + System.getProperty("java.class.path"),
                        "shop.Smoke")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("smoke.txt").toFile())
                .start();
        assertThat(program.waitFor())
                .as(Files.readString(directory.resolve("smoke.txt")))
                .isZero();

        SampleProject.Answer answer = project.gate();

        assertThat(answer.lines()).last().isEqualTo("reliability gate: " + last);
        assertThat(answer.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void closesForADeclaredOneThatDidNotRun() throws IOException {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with(
                        "AllIT",
                        "class AllIT { @BeforeAll static void up() { if (Boolean.getBoolean(\"none\"))"
                                + " Plans.holding().run(() -> {}); } @Test void plain() {} }")
                .run("GoodIT", "AllIT");

        assertThat(project.gate("--expect=pattern=shop\\.AllIT").lines())
                .containsExactly(
                        "reliability gate: at least 1 reliability test named shop\\.AllIT must be proven under a fault,"
                                + " and 0 are: see above, or correct what is expected",
                        "reliability gate: 1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class SwallowsIT { @BeforeAll static void before() { Plans.swallowed(); } @Test void plain() {} }",
                "class SwallowsIT { @AfterAll static void after() { Plans.swallowed(); } @Test void plain() {} }",
                "class SwallowsIT { static { Plans.swallowed(); } @Test void plain() {} }",
                "class SwallowsIT { @BeforeEach void each() { Plans.swallowed(); } @Test void plain() {} }",
                "class SwallowsIT { @Test void plain() { Plans.swallowed(); } }",
                "class SwallowsIT { @TestFactory java.util.List<DynamicTest> none() { Plans.swallowed(); return"
                        + " java.util.List.of(DynamicTest.dynamicTest(\"x\", () -> {})); } }",
                "class SwallowsIT { @Nested class Inner { @BeforeAll static void before() { Plans.swallowed(); }"
                        + " @Test void plain() {} } }"
            })
    void noTestCanKeepItFromTheGateThatOneDidNotPass(String test) throws IOException {
        project.with("GoodIT", "class GoodIT { @Test @Holding void holds() {} }")
                .with("SwallowsIT", test)
                .run("GoodIT", "SwallowsIT");

        assertThat(project.gate().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("reliability gate: shop.SwallowsIT")
                                .contains(" is not proven: its experiment was not successful (FAILED: ")
                                .contains("seen: 3"),
                        line -> assertThat(line)
                                .isEqualTo("reliability gate: 1 of 2 reliability tests proven; the gate stays CLOSED"));
    }
}
