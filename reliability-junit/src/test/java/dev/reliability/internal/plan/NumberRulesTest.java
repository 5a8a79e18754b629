package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with which no run could prove anything are problems of the plan. */
class NumberRulesTest {

    private static Process victim;

    @TempDir
    Path state;

    @BeforeAll
    static void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterAll
    static void end() {
        victim.destroyForcibly();
    }

    private List<String> problems(ExperimentBuilder experiment) {
        try {
            Planner.plan(
                    experiment.property("reliability.state", state.toString()).build());
            return List.of();
        } catch (InvalidPlanException e) {
            return e.problems();
        }
    }

    private static SteadyStateSpec books() {
        return SteadyStateSpec.http("http://127.0.0.1:1/books");
    }

    private static FaultSpec load(String duration) {
        return FaultSpec.cpu("process:" + victim.pid(), 1, 1).duration(duration);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(
                        change(s -> s.tolerate("100%")),
                        "steadyState(tolerate): 100% lets every sample fail, so nothing could ever break it"),
                Arguments.of(
                        change(s -> s.outage("10s").tolerate("100.0 %")),
                        "steadyState(tolerate): 100% lets every sample fail, so nothing could ever break it"),
                Arguments.of(
                        change(s -> s.outage("15m")),
                        "steadyState(outage): 900 s is not below reliability.deadline (900 s), which ends every"
                                + " experiment: an outage that is too long could never be seen"),
                Arguments.of(
                        change(s -> s.outage("1h")),
                        "steadyState(outage): 3600 s is not below reliability.deadline (900 s), which ends every"
                                + " experiment: an outage that is too long could never be seen"),
                Arguments.of(
                        change(s -> s.recoverWithin("749ms")),
                        "steadyState(recoverWithin): 749 ms is too short for three samples of \"GET /books\", which is"
                                + " looked at every 250 ms: make it longer, or sample more often"),
                Arguments.of(
                        change(s -> s.every("11s")),
                        "steadyState(recoverWithin): 30 s is too short for three samples of \"GET /books\", which is"
                                + " looked at every 11 s: make it longer, or sample more often"));
    }

    private static UnaryOperator<SteadyStateSpec> change(UnaryOperator<SteadyStateSpec> change) {
        return change;
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void areRefused(UnaryOperator<SteadyStateSpec> change, String problem) {
        assertThat(problems(Reliability.experiment("numbers").steadyState(change.apply(books()))))
                .containsExactly(problem);
    }

    static Stream<UnaryOperator<SteadyStateSpec>> possible() {
        return Stream.of(
                change(s -> s),
                change(s -> s.tolerate("99.9%")),
                change(s -> s.outage("899s")),
                change(s -> s.outage("1h").when(Set.of(When.BEFORE, When.AFTER))),
                change(s -> s.recoverWithin("750ms")),
                change(s -> s.recoverWithin("0s").when(Set.of(When.BEFORE, When.DURING))));
    }

    @ParameterizedTest
    @MethodSource("possible")
    void orNot(UnaryOperator<SteadyStateSpec> change) {
        assertThat(problems(Reliability.experiment("numbers").steadyState(change.apply(books()))))
                .isEmpty();
    }

    @Test
    void aFaultLastsForThreeSamplesOfEachSteadyState() {
        assertThat(problems(Reliability.experiment("numbers")
                        .steadyState(books())
                        .steadyState(books().name("slow").every("1s"))
                        .attack(load("2s"))))
                .containsExactly("attack cpu load(duration): 2 s is too short for three samples of \"slow\", which is"
                        + " looked at every 1 s: make it longer, or sample more often");
        assertThat(problems(Reliability.experiment("numbers")
                        .steadyState(books().name("slow").every("1s"))
                        .attack(load("3s"))))
                .isEmpty();
        assertThat(problems(Reliability.experiment("numbers")
                        .steadyState(books().name("slow").every("1s").when(Set.of(When.BEFORE, When.AFTER)))
                        .attack(load("1s"))))
                .isEmpty();
    }

    @Test
    void whatLastsAtLeastMayBeShort() {
        assertThat(problems(Reliability.experiment("numbers")
                        .steadyState(books().every("1s"))
                        .attack(FaultSpec.shutdown("process:" + victim.pid()).duration("1s"))))
                .isEmpty();
    }

    @Test
    void aFaultIsOverBeforeThereAreMoreSamplesThanAreKept() {
        assertThat(problems(Reliability.experiment("numbers")
                        .property("reliability.deadline", "9h")
                        .steadyState(books().every("10ms"))
                        .steadyState(books().name("fast").every("1ms"))
                        .steadyState(books().name("slow").every("50ms"))
                        .attack(load("3h").delay("1m"))))
                .containsExactlyInAnyOrder(
                        "attack cpu load(duration): 10860 s, the 30 s before and the 30 s after with a sample of"
                                + " \"GET /books\" every 10 ms are more than the 1,000,000 samples that are kept: make"
                                + " it shorter, or sample less often",
                        "attack cpu load(duration): 10860 s, the 30 s before and the 30 s after with a sample of \"fast\""
                                + " every 1 ms are more than the 1,000,000 samples that are kept: make it shorter, or"
                                + " sample less often");
        assertThat(problems(Reliability.experiment("numbers")
                        .property("reliability.deadline", "9h")
                        .steadyState(books().every("10ms"))
                        .attack(load("9939s"))))
                .isEmpty();
    }

    @Test
    void whatMayBeWaitedForBeforeAndAfterAFaultIsSampledToo() {
        assertThat(problems(Reliability.experiment("numbers")
                        .property("reliability.deadline", "9h")
                        .steadyState(books().every("10ms").recoverWithin("1h"))
                        .steadyState(books().name("no recovery").every("10ms").when(Set.of(When.BEFORE, When.DURING)))
                        .attack(load("7000s"))))
                .containsExactly(
                        "attack cpu load(duration): 7000 s, the 30 s before and the 3600 s after with a sample of"
                                + " \"GET /books\" every 10 ms are more than the 1,000,000 samples that are kept: make"
                                + " it shorter, or sample less often");
        assertThat(problems(Reliability.experiment("numbers")
                        .property("reliability.deadline", "9999s")
                        .steadyState(books().every("10ms").recoverWithin("1h"))
                        .attack(load("7000s"))))
                .as("ended by the deadline before")
                .isEmpty();
    }

    @Test
    void whatEndsAsSoonAsAllIsDecidedMayBeAllowedALongTime() {
        assertThat(problems(Reliability.experiment("numbers")
                        .property("reliability.deadline", "9h")
                        .steadyState(books().every("10ms"))
                        .attack(load("3h"))
                        .expect(AlarmSpec.of("http://127.0.0.1:1/health", "30s"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", " ^ ", "^${nothing:}"})
    void anExclusionOfNothingIsRefused(String entry) {
        for (String attribute : List.of("hosts", "addresses", "ports")) {
            FaultSpec fault = FaultSpec.blackhole("process:" + victim.pid()).list(attribute, List.of("1", entry));
            InvalidPlanException thrown = catchThrowableOfType(
                    InvalidPlanException.class,
                    () -> Planner.plan(
                            Reliability.experiment("numbers").attack(fault).build()));
            assertThat(thrown.problems())
                    .contains("attack blackhole(" + attribute
                            + "): \"^\" excludes nothing: write what is to be spared behind it, or leave it out");
        }
    }
}
