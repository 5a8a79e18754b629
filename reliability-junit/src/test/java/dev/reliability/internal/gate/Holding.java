package dev.reliability.internal.gate;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.UndoRecord;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A steady state that always holds, also under a fault that does nothing. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ReliabilityAnnotation(Holding.Factory.class)
public @interface Holding {

    final class Factory implements ExperimentFactory<Holding> {

        @Override
        public void contribute(Holding annotation, ExperimentBuilder experiment, Place place) {
            experiment
                    .target("nothing", new Nothing())
                    .attack(FaultSpec.of("idle", "nothing").at(place))
                    .steadyState(Steady.Factory.holding().at(place));
        }
    }

    /** A target that has nothing to lose. */
    record Nothing() implements dev.reliability.spi.Target {

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public Address address() {
            return Address.parse("process:1");
        }

        @Override
        public Optional<String> unfit() {
            return Optional.empty();
        }

        @Override
        public Fault plan(FaultRequest request) {
            return new Idle();
        }
    }

    /** Does nothing, and says so proudly. */
    record Idle() implements Fault {

        @Override
        public String description() {
            return "idle of nothing";
        }

        @Override
        public UndoRecord undo() {
            return new UndoRecord(description(), Address.parse("process:1"), Map.of());
        }

        @Override
        public void inject() {}

        @Override
        public Evidence evidence() {
            return Evidence.bite("nothing happened");
        }

        @Override
        public void revert() {}

        @Override
        public List<String> residue() {
            return List.of();
        }

        @Override
        public Duration expectedTimeToHeal() {
            return Duration.ofMillis(10);
        }
    }
}
