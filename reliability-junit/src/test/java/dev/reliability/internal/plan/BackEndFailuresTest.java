package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.PlanException;
import dev.reliability.testsystem.GivenTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a back end throws while an experiment is planned is one problem of that experiment. */
class BackEndFailuresTest {

    enum Failure {
        NULL(() -> new NullPointerException("no region")),
        STATE(() -> new IllegalStateException("no region")),
        CLASS(() -> new NoClassDefFoundError("no region"));

        private final Supplier<Throwable> thrown;

        Failure(Supplier<Throwable> thrown) {
            this.thrown = thrown;
        }

        <T> T fail() {
            return sneaky(thrown.get());
        }

        @SuppressWarnings("unchecked")
        private static <T, E extends Throwable> T sneaky(Throwable e) throws E {
            throw (E) e;
        }
    }

    private static void assertOneProblem(ExperimentBuilder experiment, String place) {
        assertThatThrownBy(() -> Planner.plan(experiment.build()))
                .isInstanceOfSatisfying(InvalidPlanException.class, invalid -> {
                    assertThat(invalid.problems())
                            .singleElement()
                            .asString()
                            .startsWith(place)
                            .contains("no region");
                    assertThat(invalid.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly("no region");
                });
    }

    private static ExperimentBuilder attacking(GivenTarget target) {
        return Reliability.experiment("failing").target("x", target).attack(FaultSpec.of("scripted", "x"));
    }

    @ParameterizedTest
    @EnumSource
    void ofATargetThatIsAskedWhetherItIsUp(Failure failure) {
        assertOneProblem(attacking(new GivenTarget("x").unfit(failure::fail)), "attack scripted(target): ");
    }

    @ParameterizedTest
    @EnumSource
    void ofAFaultThatIsPlanned(Failure failure) {
        assertOneProblem(
                attacking(new GivenTarget("x").planning(request -> failure.fail())), "attack scripted(target): ");
    }

    @ParameterizedTest
    @EnumSource
    void ofAProbe(Failure failure) {
        assertOneProblem(
                Reliability.experiment("failing").steadyState(SteadyStateSpec.probe("p", context -> failure.fail())),
                "steadyState(probe): ");
    }

    @ParameterizedTest
    @EnumSource
    void ofTheNumberOfThings(Failure failure) {
        GivenTarget target = new GivenTarget("x");
        target.planning(request -> new ScriptedFault("scripted", "given:x").taking(failure::fail));
        assertOneProblem(attacking(target), "setting(reliability.max-targets): ");
    }

    @Test
    void ofAnAlarm() {
        assertNoAnswer(attacking(new GivenTarget("x")).expect(AlarmSpec.of("given:unknown", "5s")));
    }

    private static void assertNoAnswer(ExperimentBuilder experiment) {
        assertThat(Planner.preview(experiment.build()).problems())
                .singleElement()
                .asString()
                .startsWith("alarm(alarm): could not be planned: java.lang.NullPointerException");
    }

    @Test
    void twoBackEndsOfOneSchemeAreNamed() {
        assertThat(Planner.preview(attacking(new GivenTarget("x"))
                                .expect(AlarmSpec.of("twin:x", "5s"))
                                .build())
                        .problems())
                .containsExactly(
                        "alarm(alarm): more than one back end on the class path has alarms with the scheme \"twin\":"
                                + " dev.reliability.testsystem.TwinAlarms$One, dev.reliability.testsystem.TwinAlarms$Other;"
                                + " leave all but one out");
    }

    /** A class that cannot be loaded keeps nobody from using the others; who misses it is told. */
    @Test
    void oneThatCannotBeLoadedIsTold() {
        assertThat(Planner.preview(attacking(new GivenTarget("x"))
                                .expect(AlarmSpec.of("missing:x", "5s"))
                                .build())
                        .problems())
                .singleElement()
                .asString()
                .contains("has alarms with the scheme \"missing\"", "nowhere.to.be.Found");
    }

    @Test
    void aProblemNamesTheAttributeThatABackEndMeans() {
        GivenTarget target = new GivenTarget("x").planning(request -> {
            throw PlanException.at("ports", "'0' is not a port");
        });
        assertThat(Planner.preview(attacking(target).build()).problems())
                .containsExactly("attack scripted(ports): '0' is not a port");
    }

    @Test
    void anEmptyAttributeIsAbsentAndNumbersAreLongs() {
        GivenTarget target = new GivenTarget("x");
        Map<String, Object> seen = new HashMap<>();
        target.planning(request -> {
            seen.putAll(request.attributes());
            assertThat(request.optionalTime("every")).isEmpty();
            assertThat(request.number("bytes")).isEqualTo(5_000_000_000L);
            assertThat(request.percent("share")).isEqualTo(0.5);
            assertThat(request.flag("absent")).isFalse();
            return new ScriptedFault("scripted of x", "given:x");
        });
        ExperimentBuilder experiment = Reliability.experiment("typed")
                .target("x", target)
                .property("share", "0.5")
                .attack(FaultSpec.of("scripted", "x")
                        .time("every", "")
                        .text("pattern", "${nothing:}")
                        .number("bytes", "5000000000")
                        .percent("share", "${share}"));
        assertThat(Planner.preview(experiment.build()).problems()).isEmpty();
        assertThat(seen).containsOnlyKeys("bytes", "share");
    }
}
