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

/** A steady state that always holds. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ReliabilityAnnotation(Holding.Factory.class)
public @interface Holding {

    final class Factory implements ExperimentFactory<Holding> {

        @Override
        public void contribute(Holding annotation, ExperimentBuilder experiment, Place place) {
            experiment.steadyState(SteadyStateSpec.probe(
                            "holds",
                            context -> timeout -> CompletableFuture.completedFuture(new Observation(true, "up", "up")))
                    .every("5ms")
                    .at(place));
        }
    }
}
