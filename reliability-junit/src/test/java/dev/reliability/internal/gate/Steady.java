package dev.reliability.internal.gate;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.spi.Observation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;

/** A steady state that always holds, without any fault. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ReliabilityAnnotation(Steady.Factory.class)
public @interface Steady {

    final class Factory implements ExperimentFactory<Steady> {

        @Override
        public void contribute(Steady annotation, ExperimentBuilder experiment, Place place) {
            experiment.steadyState(holding().at(place));
        }

        static SteadyStateSpec holding() {
            return SteadyStateSpec.probe(
                            "holds",
                            context -> timeout -> CompletableFuture.completedFuture(new Observation(true, "up", "up")))
                    .every("5ms");
        }
    }
}
