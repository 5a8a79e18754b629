package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

class ReliabilityGateTest {

    private static final String GOOD = "class GoodIT { @Test @Holding void holds() {} }";

    @TempDir
    Path directory;

    SampleProject project;

    @BeforeEach
    void createProject() throws IOException {
        project = new SampleProject(directory);
    }

    @Test
    void opensWhenEveryTestIsProven() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");

        Answer answer = project.gate();

        assertThat(answer.lines()).containsExactly("reliability gate: 1 of 1 reliability tests proven");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void findsAndProvesTestsOfEveryForm() throws IOException {
        project.with(
                        "Composed",
                        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                                + " @Holding public @interface Composed {}")
                .with(
                        "Base",
                        "@Holding abstract class Base { @Test void inherited() {} @Nested class Inner { @Test void nested() {} } }")
                .with("Mixin", "interface Mixin { @Test @Holding default void mixedIn() {} }")
                .with(
                        "ManyIT",
                        """
                        class ManyIT extends Base implements Mixin {
                            @Test @Composed void composed() {}
                            @RepeatedTest(2) void repeated() {}
                            @ParameterizedTest @ValueSource(strings = {"a/b", "[c]"}) void parameterized(String x) {}
                            @ParameterizedTest @ValueSource(ints = 1) void overloaded(int x) {}
                            @Test void overloaded() {}
                            @Nested class Deep { @Nested class Deeper { @Test void below() {} } }
                            static class Alone { @Test @Holding void alone() {} }
                        }
                        """)
                .with("OtherIT", "class OtherIT extends Base {}")
                .with("PlainIT", "class PlainIT { @Test void noExperiment() {} }")
                .run("ManyIT", "OtherIT", "PlainIT");

        Answer answer = project.gate();

        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: shop.ManyIT$Alone.alone() did not run, although others did: is it left out by"
                                + " -Dit.test, tags, or the names of classes that are run (Failsafe runs *IT)?",
                        "reliability gate: 11 of 12 reliability tests proven; the gate stays CLOSED");
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void namesEveryTestThatDidNotPass() throws IOException {
        project.with(
                        "BadIT",
                        """
                        @Holding
                        class BadIT {
                            @Test void fails() { Assertions.fail("seen: 0"); }
                            @Test void assumes() { Assumptions.abort("no luck"); }
                            @Test @Disabled("later") void disabled() {}
                            @RepeatedTest(2) void partly(RepetitionInfo i) { Assertions.assertEquals(1, i.getCurrentRepetition()); }
                            @Test @ShutdownAttack(target = "nobody") void invalid() {}
                            @AfterEach void after(TestInfo test) { if (test.getDisplayName().equals("passesFirst()")) throw new IllegalStateException("late"); }
                            @Test void passesFirst() {}
                        }
                        """)
                .with("GoneIT", "@Holding @Disabled(\"broken\") class GoneIT { @Test void gone() {} }")
                .with(
                        "SickIT",
                        "@Holding class SickIT { @BeforeAll static void up() { throw new IllegalStateException(\"no database\"); } @Test void sick() {} }")
                .with(
                        "LeftIT",
                        "@Holding class LeftIT { @BeforeAll static void up() { Assumptions.abort(\"no docker\"); } @Test void left() {} }")
                .with(
                        "EarlyIT",
                        "@Holding class EarlyIT { @BeforeEach void up() { Assumptions.abort(\"not here\"); } @Test void early() {} }")
                .run("BadIT", "GoneIT", "SickIT", "LeftIT", "EarlyIT");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines()).hasSize(11);
        assertThat(String.join("\n", answer.lines()))
                .contains(
                        "shop.BadIT.fails() is not proven: it was not successful (FAILED: the test body failed 0.0 s after idle of nothing: seen: 0. Reverted; nothing left behind.)",
                        "shop.BadIT.assumes() is not proven: it was inconclusive (INCONCLUSIVE: an assumption of the test body was not met: no luck.",
                        "shop.BadIT.disabled() is not proven: it was skipped (later); remove what skips it",
                        "shop.BadIT.partly(org.junit.jupiter.api.RepetitionInfo) is not proven: it was not successful (FAILED:",
                        "shop.BadIT.invalid() is not proven: it was invalid (",
                        "shop.BadIT.passesFirst() is not proven: it was not successful (java.lang.IllegalStateException: late)",
                        "shop.GoneIT.gone() is not proven: shop.GoneIT was skipped (broken)",
                        "shop.SickIT.sick() is not proven: shop.SickIT was not successful (java.lang.IllegalStateException: no database)",
                        "shop.LeftIT.left() is not proven: shop.LeftIT was aborted (",
                        "shop.EarlyIT.early() is not proven: it was aborted (",
                        "0 of 10 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void showsWhatTestsSayAsText() throws IOException {
        project.with(
                        "OddIT",
                        "class OddIT { @Test @Holding void odd() { Assertions.fail(\"\\u001b[31mred\\u202e <b>\\u0007\"); } }")
                .run("OddIT");

        assertThat(project.gate().lines())
                .anyMatch(line -> line.contains("\u241b[31mred[U+202e] <b>\u2407"))
                .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    }

    @Test
    void staysClosedWhenNothingRan() throws IOException {
        project.with("GoodIT", GOOD);

        assertThat(project.gate().lines())
                .containsExactly(
                        "reliability gate: shop.GoodIT.holds() did not run, nor did any other reliability test: were they"
                                + " skipped, or is the goal missing that runs them?",
                        "reliability gate: 0 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void usesEvidenceOnlyOnce() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");

        assertThat(project.gate().exitCode()).isZero();
        Answer second = project.gate();

        assertThat(second.exitCode()).isOne();
        assertThat(second.lines().get(0)).contains("an earlier gate has used it");
    }

    @Test
    void keepsEvidenceThatOpenedNoGate() throws IOException {
        project.with("GoodIT", GOOD).with("NextIT", "class NextIT { @Test @Holding void next() {} }");
        project.run("GoodIT");
        assertThat(project.gate().exitCode()).isOne();
        project.run("NextIT");

        assertThat(project.gate().exitCode()).isZero();
    }

    @Test
    void refusesEvidenceOfAnEarlierBuild() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");

        Answer answer = project.gate("--since=" + Instant.now().plusSeconds(1));

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0)).contains("before this build began");
        assertThat(project.gate("--since=2026-01-31T12:00:00Z").exitCode()).isZero();
    }

    @Test
    void refusesEvidenceOfOtherClasses() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");
        project.with("Helper", "class Helper {}");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0)).contains("it is of other classes than those in");
    }

    @Test
    void refusesWhatPassedOnlyTheSecondTime() throws IOException {
        project.with(
                "FlakyIT",
                "class FlakyIT { @Test @Holding void wavers() { Assertions.assertNotNull(System.getProperty(\"flaky\")); } }");
        project.run("FlakyIT");
        System.setProperty("flaky", "passes now");
        try {
            project.run("FlakyIT");
        } finally {
            System.clearProperty("flaky");
        }

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0))
                .startsWith("reliability gate: shop.FlakyIT.wavers() is flaky: it passed, but was");
    }

    @Test
    void refusesATestThatPassedWithoutItsExperiment() throws IOException {
        project.with("GoodIT", GOOD)
                .with(
                        "Nothing",
                        """
                        @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                        @ReliabilityAnnotation(Nothing.Factory.class)
                        @interface Nothing {
                            class Factory implements ExperimentFactory<Nothing> {
                                public void contribute(Nothing annotation, ExperimentBuilder experiment, Place place) {}
                            }
                        }
                        """)
                .with("QuietIT", "class QuietIT { @Test @Nothing void quiet() {} }")
                .run("GoodIT", "QuietIT");

        Answer answer = project.gate();

        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: shop.QuietIT.quiet() ran without its experiment: its annotations asked for"
                                + " nothing, or another extension kept it from running",
                        "reliability gate: 1 of 2 reliability tests proven; the gate stays CLOSED");
        assertThat(answer.exitCode()).isOne();
    }

    @Test
    void noticesAJvmThatDidNotFinish() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");
        try (Stream<Path> manifests = Files.list(project.reports().resolve("manifest"))) {
            Path manifest = manifests.findFirst().orElseThrow();
            List<String> lines = Files.readAllLines(manifest);
            assertThat(lines.get(lines.size() - 1)).contains("\"over\"");
            Files.writeString(
                    manifest,
                    String.join("\n", lines)
                            .substring(0, String.join("\n", lines).length() - 5));
        }

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0)).contains("did not finish its tests");
    }

    @Test
    void refusesDamagedEvidence() throws IOException {
        project.with("GoodIT", GOOD).run("GoodIT");
        Files.writeString(project.reports().resolve("manifest/x.jsonl"), "not JSON\n");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0)).contains("x.jsonl is damaged: line 1 cannot be read");
    }

    @Test
    void findsAnnotationsWithoutEffect() throws IOException {
        project.with(
                        "LostIT",
                        """
                        class LostIT {
                            @BeforeEach @ShutdownAttack(target = "a") void before() {}
                            @AfterEach @ShutdownAttack(target = "a") void after() {}
                            @ShutdownAttack(target = "a") void helper() {}
                            @Test @ShutdownAttack(target = "a") private void hidden() {}
                            @Test @ShutdownAttack(target = "a") static void shared() {}
                            @Test @ShutdownAttack(target = "a") int counted() { return 1; }
                            @SteadyStateProbe boolean probed() { return true; }
                            @Test void plain() {}
                            @ShutdownAttack(target = "a") class Inner { @Test void inner() {} }
                        }
                        """)
                .with("Nothing", "@ShutdownAttack(target = \"a\") class Nothing {}")
                .with("Orphan", "@SteadyState(http = \"http://x\") abstract class Orphan { @Test void never() {} }")
                .with("GoodIT", GOOD)
                .run("LostIT", "GoodIT");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .contains(
                        "reliability gate: @ShutdownAttack on shop.LostIT.before() has no effect: it is a @BeforeEach method: put it on the tests or on their class",
                        "reliability gate: @ShutdownAttack on shop.LostIT.after() has no effect: it is a @AfterEach method: put it on the tests or on their class",
                        "reliability gate: @ShutdownAttack on shop.LostIT.helper() has no effect: it is no test method: add @Test, or put the annotation on the test that calls it",
                        "reliability gate: @ShutdownAttack on shop.LostIT.hidden() has no effect: JUnit ignores the test, since it is private",
                        "reliability gate: @ShutdownAttack on shop.LostIT.shared() has no effect: JUnit ignores the test, since it is static",
                        "reliability gate: @ShutdownAttack on shop.LostIT.counted() has no effect: JUnit ignores the test, since it returns a value",
                        "reliability gate: @SteadyStateProbe on shop.LostIT.probed() has no effect: no test of the class has an experiment; add a fault or a @SteadyState",
                        "reliability gate: @ShutdownAttack on shop.LostIT$Inner has no effect: JUnit finds no test in it: the class is an inner class; add @Nested, and see to it that the outer one is run",
                        "reliability gate: @ShutdownAttack on shop.Nothing has no effect: JUnit finds no test in it: add a test, or take the annotation away",
                        "reliability gate: @SteadyState on shop.Orphan has no effect: no concrete class with tests inherits it",
                        "reliability gate: 1 of 1 reliability tests proven; the gate stays CLOSED")
                .hasSize(11);
    }

    @Test
    void staysClosedWhenAClassCannotBeLoaded() throws IOException {
        project.with("Missing", "class Missing {}")
                .with("NeedyIT", "class NeedyIT { @Test @Holding void needs() { } void use(Missing missing) {} }");
        Files.delete(project.classes().resolve("shop/Missing.class"));

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines().get(0))
                .startsWith(
                        "reliability gate: shop.NeedyIT cannot be loaded (java.lang.NoClassDefFoundError: shop/Missing)");
    }

    @Test
    void leavesOutLoudly() throws IOException {
        project.with("GoodIT", GOOD)
                .with("SlowIT", "class SlowIT { @Test @Holding void slow() {} }")
                .run("GoodIT");

        Answer answer = project.gate("--exclude=shop\\.SlowIT.*");

        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: EXCLUDED by --exclude, nobody knows whether it holds: shop.SlowIT.slow()",
                        "reliability gate: 1 of 1 reliability tests proven");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void countsWhatIsLeftOut() throws IOException {
        project.with("GoodIT", GOOD)
                .with(
                        "SlowIT",
                        "class SlowIT { @Test @Holding void a() {} @Test @Holding void b() {} @Test @Holding void c() {}"
                                + " @Test @Holding void d() {} @Holding void lost() {} }")
                .run("GoodIT");

        assertThat(project.gate("--exclude=.*shop\\.SlowIT.*").lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("reliability gate: EXCLUDED by --exclude, nobody knows whether 5 tests and"
                                        + " classes hold: ")
                                .endsWith(" and 2 more"),
                        line -> assertThat(line).isEqualTo("reliability gate: 1 of 1 reliability tests proven"));
    }

    @Test
    void countsTestsWithoutAFaultApart() throws IOException {
        project.with("GoodIT", GOOD)
                .with(
                        "CalmIT",
                        "class CalmIT { @Test @Steady void calm() {} @RepeatedTest(2) @Steady void often() {} }")
                .run("GoodIT", "CalmIT");

        Answer answer = project.gate();

        assertThat(answer.lines())
                .containsExactly("reliability gate: 1 proven, 2 without a fault, of 3 reliability tests");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void isNotOpenedByTestsWithoutAFaultAlone() throws IOException {
        project.with("CalmIT", "class CalmIT { @Test @Steady void calm() {} }").run("CalmIT");

        Answer answer = project.gate();

        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: [" + project.classes() + "] proves nothing of faults: no test that passed"
                                + " injected one; add an attack to one of them",
                        "reliability gate: 0 proven, 1 without a fault, of 1 reliability tests; the gate stays CLOSED");
        assertThat(answer.exitCode()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.CLASS)",
                "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.SOURCE)"
            })
    void findsComposedAnnotationsThatAreNotThereAtRunTime(String retention) throws IOException {
        project.with("GoodIT", GOOD)
                .with("Gone", retention + " @Holding @interface Gone {}")
                .with("LostProbe", retention + " @SteadyStateProbe @interface LostProbe {}")
                .with(
                        "LostIT",
                        "class LostIT { @Test @Gone void looksTested() {} @LostProbe boolean looked() { return true; } }")
                .run("GoodIT", "LostIT");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .containsExactly(
                        "reliability gate: @Gone, declared in shop.Gone has no effect: it is not there when the tests run:"
                                + " add @Retention(RetentionPolicy.RUNTIME) to its declaration",
                        "reliability gate: @LostProbe, declared in shop.LostProbe has no effect: it is not there when the"
                                + " tests run: add @Retention(RetentionPolicy.RUNTIME) to its declaration",
                        "reliability gate: 1 of 1 reliability tests proven; the gate stays CLOSED");
    }

    @Test
    void findsThoseOfOtherProjectsWhereTheyStand() throws IOException {
        project.with("GoodIT", GOOD)
                .with(
                        "LostIT",
                        "@Lost(value = {\"a\", \"b\"}, when = When.AFTER) class LostIT { @Test @Lost(\"c\") void looksTested() {}"
                                + " @Deprecated @Lost(\"d\") @Lost(\"e\") int field; }")
                .run("GoodIT", "LostIT");

        assertThat(project.gate().lines())
                .filteredOn(line -> line.contains("has no effect"))
                .containsExactly(
                        lost("@Lost on shop.LostIT"),
                        lost("@All on shop.LostIT.field"),
                        lost("@Lost on shop.LostIT.looksTested()"));
    }

    private static String lost(String where) {
        return "reliability gate: " + where + " has no effect: it is not there when the tests run: add"
                + " @Retention(RetentionPolicy.RUNTIME) to its declaration";
    }

    @Test
    void findsTestsBesideAnAttackOnTheirClassThatItDoesNotReach() throws IOException {
        project.with(
                        "MixedIT",
                        """
                        @Holding class MixedIT {
                            @Test void good() {}
                            @Test private void hidden() {}
                            @Test static void shared() {}
                            @Test int counted() { return 1; }
                            class Inner { @Test void inner() {} }
                            @Nested static class Static { @Test void ofStatic() {} }
                            static class Alone { @Test void alone() {} }
                            static class Other { @Test @Holding void other() {} }
                            @Nested class Night { @Test void night() {} @Test static void day() {} }
                            @Nested class Empty {}
                        }
                        """)
                .run("MixedIT", "MixedIT$Other");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .containsExactlyInAnyOrder(
                        unreached("hidden", "JUnit ignores the test, since it is private"),
                        unreached("shared", "JUnit ignores the test, since it is static"),
                        unreached("counted", "JUnit ignores the test, since it returns a value"),
                        unreached(
                                "Inner.inner",
                                "JUnit does not run Inner: the class is an inner class; add @Nested, and see to it that"
                                        + " the outer one is run"),
                        unreached("Static.ofStatic", own("Static")),
                        unreached("Alone.alone", own("Alone")),
                        unreached("Night.day", "JUnit ignores the test, since it is static"),
                        "reliability gate: 3 of 3 reliability tests proven; the gate stays CLOSED");
    }

    private static String unreached(String test, String why) {
        return "reliability gate: shop.MixedIT." + test + "() is not reached by @Holding of MixedIT: " + why;
    }

    private static String own(String type) {
        return type + " is static and so a test class of its own: make it an inner class with @Nested, or put the"
                + " annotation on it";
    }

    @Test
    void provesTestsOfClassesWithParameters() throws IOException {
        project.with(
                        "ManyIT",
                        """
                        @org.junit.jupiter.params.ParameterizedClass @ValueSource(strings = {"a", "b"}) @Holding
                        class ManyIT {
                            @org.junit.jupiter.params.Parameter String parameter;
                            @Test void once() {}
                            @RepeatedTest(2) void twice() {}
                            @Nested class Night { @Test void nested() {} @Test void fails() { Assertions.assertEquals("a", parameter); } }
                        }
                        """)
                .run("ManyIT");

        Answer answer = project.gate();

        assertThat(answer.exitCode()).isOne();
        assertThat(answer.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "reliability gate: shop.ManyIT.Night.fails() is not proven: it was not successful (FAILED: "),
                        line -> assertThat(line)
                                .isEqualTo("reliability gate: 3 of 4 reliability tests proven; the gate stays CLOSED"));
    }

    @Test
    void wantsAtLeastOneTest() throws IOException {
        project.with("PlainIT", "class PlainIT { @Test void plain() {} }").run("PlainIT");

        assertThat(project.gate().exitCode()).isOne();
        assertThat(project.gate("--allow-empty").exitCode()).isZero();
        assertThat(project.gate("--classes=" + directory.resolve("none")).exitCode())
                .isOne();
    }

    @Test
    void ignoresPlansThatHaveNoReliabilityTest() throws IOException {
        boolean[] over = {false};
        project.with("PlainIT", "class PlainIT { @Test void plain() {} }")
                .run(
                        List.of(new TestExecutionListener() {
                            @Override
                            public void testPlanExecutionFinished(TestPlan plan) {
                                over[0] = true;
                            }
                        }),
                        "PlainIT");

        assertThat(over[0]).isTrue();
        assertThat(project.reports()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--since=yesterday",
                "--exclude=(",
                "--what=x",
                "--allow-empty=yes",
                "--classes",
                "--reports=",
                "x"
            })
    void saysHowItIsUsed(String argument) {
        Answer answer = project.gate(argument);

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.lines())
                .contains("usage: java -cp <class path of the tests> dev.reliability.junit.ReliabilityGate [options]");
    }
}
