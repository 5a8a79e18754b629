package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a fault may live without its controller follows from how long its experiment may last, and from nothing else. */
class LongestLifeTest {

    private record Asked(List<Duration> longest) implements Target {

        @Override
        public String name() {
            return "blue";
        }

        @Override
        public Address address() {
            return new Address("asked", "blue");
        }

        @Override
        public Optional<String> unfit() {
            return Optional.empty();
        }

        @Override
        public Fault plan(FaultRequest request) {
            longest.add(request.longest());
            return new ScriptedFault("scripted", address().toString());
        }
    }

    private static List<Duration> longest(ExperimentBuilder experiment) {
        Asked target = new Asked(new ArrayList<>());
        Planner.plan(experiment
                .target("blue", target)
                .attack(FaultSpec.of("scripted", "blue"))
                .build());
        return target.longest();
    }

    @Test
    void isTheDeadline() {
        assertThat(longest(Reliability.experiment("short"))).containsExactly(Duration.ofMinutes(15));
        assertThat(longest(Reliability.experiment("long").property("reliability.deadline", "1h")))
                .containsExactly(Duration.ofHours(1));
    }
}
