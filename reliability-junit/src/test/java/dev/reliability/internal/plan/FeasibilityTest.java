package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import dev.reliability.testsystem.GivenTarget;
import dev.reliability.testsystem.GivenWatches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeasibilityTest {

    private static final Floor CHECKS =
            new Floor(Duration.ofSeconds(68), Duration.ofSeconds(110), "3 checks, one every 30 s");

    private record Slow(Optional<Floor> lowest) implements Alarm, Signal {

        @Override
        public State state(Duration timeout) {
            return new State(false, "OK");
        }

        @Override
        public Reading read(Duration timeout) {
            return new Reading(Set.of("blue"), Map.of());
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Set<Right> rights() {
            return Set.of();
        }

        @Override
        public List<dev.reliability.spi.Step> history(java.time.Instant since) {
            return List.of();
        }

        @Override
        public Optional<Floor> floor(List<FaultRequest> faults) {
            return faults.stream().anyMatch(fault -> fault.kind().equals("scripted")) ? lowest : Optional.empty();
        }
    }

    private static List<String> problems(Optional<Floor> alarm, Optional<Floor> fault, String within, String duration) {
        GivenWatches.ALARMS.put("slow", new Slow(alarm));
        GivenWatches.SIGNALS.put("slow", new Slow(Optional.empty()));
        ScriptedFault scripted = new ScriptedFault("scripted of x", "given:x");
        fault.ifPresent(scripted::floor);
        ExperimentBuilder experiment = Reliability.experiment("feasible")
                .target("x", new GivenTarget("x").planning(request -> scripted))
                .attack(FaultSpec.of("scripted", "x").duration(duration));
        if (fault.isPresent()) {
            experiment.expect(FailoverSpec.of("given:slow", "blue", "green", within));
        } else {
            experiment.expect(AlarmSpec.of("given:slow", within));
        }
        return Planner.preview(experiment.build()).problems();
    }

    @Test
    void refusesWhatCannotHappenInTime() {
        assertThat(problems(Optional.of(CHECKS), Optional.empty(), "60s", "120s"))
                .containsExactly(
                        "alarm(within): alarm given:slow cannot happen before 68 s (3 checks, one every 30 s), so"
                                + " within = 60 s cannot be met: allow more");
        assertThat(problems(Optional.of(CHECKS), Optional.empty(), "68s", "120s"))
                .isEmpty();
    }

    @Test
    void refusesAFaultThatIsOverBefore() {
        assertThat(problems(Optional.of(CHECKS), Optional.empty(), "90s", "60s"))
                .containsExactly(
                        "attack scripted(duration): alarm given:slow cannot happen before 68 s (3 checks, one every"
                                + " 30 s), but the fault is over after 60 s: make it last longer");
    }

    @Test
    void refusesWhatCannotHappenAtAll() {
        assertThat(problems(Optional.of(Floor.never("it takes missing data for good")), Optional.empty(), "1h", "1h"))
                .containsExactly(
                        "alarm(within): alarm given:slow cannot happen at all: it takes missing data for good");
    }

    @Test
    void aFaultKnowsHowFastItsFailoverCanBe() {
        Floor promotion = new Floor(Duration.ofSeconds(60), Duration.ofSeconds(120), "a standby is promoted");
        assertThat(problems(Optional.empty(), Optional.of(promotion), "30s", "5m"))
                .containsExactly("failover(within): the failover of given:slow cannot happen before 60 s (a standby is"
                        + " promoted), so within = 30 s cannot be met: allow more");
        assertThat(problems(Optional.empty(), Optional.of(promotion), "60s", "5m"))
                .isEmpty();
    }

    @Test
    void refusesWhatTheControllerMayNotDo() {
        GivenTarget target = new GivenTarget("x")
                .rights(Right.of("given", "list", "staging"))
                .planning(request -> new ScriptedFault("scripted of x", "given:x")
                        .rights(Right.of("given", "stop", "production").with("region", "north")));
        ExperimentBuilder experiment =
                Reliability.experiment("rights").target("x", target).attack(FaultSpec.of("scripted", "x"));
        Planner.Preview preview = Planner.preview(experiment.build());
        assertThat(preview.problems()).containsExactly("rights(given): nobody may stop production (region north)");
        assertThat(preview.resolved().orElseThrow().rights()).hasSize(2);
    }

    @Test
    void refusesRightsThatNobodyCanTell() {
        GivenTarget target = new GivenTarget("x").rights(Right.of("nobody", "list", "pods"));
        assertThat(Planner.preview(Reliability.experiment("rights")
                                .target("x", target)
                                .attack(FaultSpec.of("scripted", "x"))
                                .build())
                        .problems())
                .containsExactly("rights(nobody): no back end on the class path can tell who may list pods");
    }
}
