package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.LatencyAttack;

/** Puts {@link LatencyAttack} into the plan. */
public final class LatencyAttackFactory implements ExperimentFactory<LatencyAttack> {

    @Override
    public void contribute(LatencyAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of("latency", annotation.target()),
                        annotation.hosts(),
                        annotation.addresses(),
                        annotation.ports(),
                        annotation.protocol())
                .time("latency", annotation.latency())
                .time("jitter", annotation.jitter())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
