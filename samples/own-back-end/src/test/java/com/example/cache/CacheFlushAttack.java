package com.example.cache;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An attack of a team's own, on whatever target: an annotation, its factory, and a fault. */
@Retention(RetentionPolicy.RUNTIME)
@ReliabilityAnnotation(CacheFlushAttack.Factory.class)
@interface CacheFlushAttack {

    String target();

    final class Factory implements ExperimentFactory<CacheFlushAttack> {

        @Override
        public void contribute(CacheFlushAttack attack, ExperimentBuilder experiment, Place place) {
            experiment.attack(FaultSpec.of("cache flush", attack.target())
                    .duration("2s")
                    .plannedBy((target, request) -> new CacheFlush(target))
                    .at(place));
        }
    }
}
