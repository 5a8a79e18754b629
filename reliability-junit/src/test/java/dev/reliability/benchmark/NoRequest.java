package dev.reliability.benchmark;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.spi.Observation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;

/** A steady state that always holds and asks nobody. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ReliabilityAnnotation(NoRequest.Factory.class)
@interface NoRequest {

    /** Puts it into the plan. */
    final class Factory implements ExperimentFactory<NoRequest> {

        @Override
        public void contribute(NoRequest annotation, ExperimentBuilder experiment, Place place) {
            Observation good = new Observation(true, "true", "true");
            experiment.steadyState(
                    SteadyStateSpec.probe("no request", context -> timeout -> CompletableFuture.completedFuture(good))
                            .at(place));
        }
    }
}
