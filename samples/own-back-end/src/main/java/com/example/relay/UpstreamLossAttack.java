package com.example.relay;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Takes the first upstream away from a relay. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ReliabilityAnnotation(UpstreamLossAttack.Factory.class)
public @interface UpstreamLossAttack {

    /** Name or address of the relay. */
    String target();

    /** How long it lasts at most. */
    String duration() default "10s";

    /** Puts it into the plan. */
    final class Factory implements ExperimentFactory<UpstreamLossAttack> {

        @Override
        public void contribute(UpstreamLossAttack attack, ExperimentBuilder experiment, Place place) {
            experiment.attack(FaultSpec.of("upstream loss", attack.target())
                    .duration(attack.duration())
                    .at(place));
        }
    }
}
