package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.StopSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.plan.Planner;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import dev.reliability.spi.Signal;
import dev.reliability.testsystem.GivenTarget;
import dev.reliability.testsystem.GivenWatches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is resolved for a run is closed once, after the last fault is undone and however the run ends. */
class ClosedWithTheRunTest {

    /** In the order in which they are resolved. */
    private static final List<String> ALL =
            List.of("probe", "target", "signal", "health of green", "fired", "stops", "green");

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final ScriptedFault fault = new ScriptedFault("scripted of blue", "given:blue");
    private volatile boolean injected;

    @TempDir
    private Path directory;

    @BeforeEach
    void watch() {
        GivenWatches.SIGNALS.put("moves", new Moves());
        GivenWatches.ALARMS.put("fires", new Fires("fired", true));
        GivenWatches.ALARMS.put("stops", new Fires("stops", false));
        fault.onInject(() -> {
            injected = true;
            return "";
        });
        fault.residue(() -> {
            events.add("undone");
            return List.of();
        });
    }

    @AfterEach
    void forget() {
        GivenWatches.SIGNALS.remove("moves");
        GivenWatches.ALARMS.remove("fires");
        GivenWatches.ALARMS.remove("stops");
    }

    private ExperimentBuilder experiment() {
        return Reliability.experiment("closing")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("target.blue.identity", "blue")
                .property("target.green.identity", "green")
                .target(
                        "blue",
                        new GivenTarget("blue").planning(request -> fault).closing(() -> closed("target")))
                .target(
                        "green",
                        new GivenTarget("green")
                                .unhealthy(new Fires("health of green", false))
                                .closing(() -> closed("green")))
                .steadyState(SteadyStateSpec.probe("p", context -> new Good()).every("10ms"))
                .attack(FaultSpec.of("scripted", "blue").duration("10s"))
                .expect(FailoverSpec.of("given:moves", "blue", "green", "10s"))
                .expect(AlarmSpec.of("given:fires", "10s"))
                .stopWhen(StopSpec.alarm("given:stops"));
    }

    private void closed(String what) {
        events.add("closed " + what);
    }

    private void assertEachIsClosedOnce() {
        assertThat(events)
                .filteredOn(event -> event.startsWith("closed"))
                .containsExactlyInAnyOrderElementsOf(
                        ALL.stream().map(one -> "closed " + one).toList());
    }

    private void assertNothingIsClosedBeforeTheFaultIsUndone() {
        assertThat(events.get(0)).isEqualTo("undone");
        assertThat(events.lastIndexOf("undone")).isLessThan(events.size() - ALL.size());
    }

    enum Ending {
        PASSED {
            @Override
            void body() {}
        },
        FAILED {
            @Override
            void body() {
                throw new AssertionError("no");
            }
        };

        abstract void body();
    }

    @ParameterizedTest
    @EnumSource
    void whenTheRunIsOver(Ending ending) {
        assertThat(experiment().evaluate(ending::body).message()).startsWith(ending.name());
        assertEachIsClosedOnce();
        assertNothingIsClosedBeforeTheFaultIsUndone();
    }

    @Test
    void whenTheFaultCannotBeInjected() {
        fault.onInject(() -> {
            throw new IllegalStateException("no");
        });
        assertThat(experiment().evaluate(() -> {}).verdict()).isEqualTo(Verdict.ERROR);
        assertEachIsClosedOnce();
    }

    @Test
    void whenPlanningFailsAfterwards() {
        ExperimentBuilder experiment = experiment().expect(AlarmSpec.of("given:unknown", "5s"));
        assertThat(thrownBy(experiment)).isInstanceOf(InvalidPlanException.class);
        assertEachIsClosedOnce();
    }

    @Test
    void whenTheTargetsAreTakenByAnotherRun() throws Exception {
        Path state = directory.resolve("not-a-directory");
        Files.createFile(state);
        assertThat(thrownBy(experiment().property("reliability.state", state.toString())))
                .isInstanceOf(InvalidPlanException.class);
        assertEachIsClosedOnce();
    }

    @Test
    void whenOnlyAPreviewWasWanted() {
        try (Planner.Preview preview = Planner.preview(experiment().build())) {
            assertThat(preview.problems()).isEmpty();
            assertThat(events).isEmpty();
        }
        assertEachIsClosedOnce();
    }

    /** What cannot be closed keeps nothing else open, and is no verdict. */
    @Test
    void oneThatCannotBeClosedIsNoVerdict() {
        ExperimentBuilder experiment = experiment()
                .target(
                        "blue",
                        new GivenTarget("blue").planning(request -> fault).closing(() -> {
                            closed("target");
                            throw new IllegalStateException("no");
                        }));
        assertThat(experiment.evaluate(() -> {}).message()).startsWith("PASSED");
        assertEachIsClosedOnce();
    }

    private static Throwable thrownBy(ExperimentBuilder experiment) {
        try {
            experiment.evaluate(() -> {});
        } catch (InvalidPlanException | VerdictException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    private final class Good implements Probe {

        @Override
        public CompletionStage<Observation> observe(Duration timeout) {
            return CompletableFuture.completedFuture(new Observation(true, "good", "good"));
        }

        @Override
        public void close() {
            closed("probe");
        }
    }

    private final class Moves implements Signal {

        @Override
        public Reading read(Duration timeout) {
            return new Reading(Set.of(injected ? "green" : "blue"), Map.of());
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(10);
        }

        @Override
        public void close() {
            closed("signal");
        }
    }

    private final class Fires implements Alarm {

        private final String name;
        private final boolean fires;

        Fires(String name, boolean fires) {
            this.name = name;
            this.fires = fires;
        }

        @Override
        public State state(Duration timeout) {
            return new State(fires && injected, "");
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(10);
        }

        @Override
        public void close() {
            closed(name);
        }
    }
}
