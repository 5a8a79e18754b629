package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.spi.FaultKind;

/** Puts {@link LatencyAttack} into the plan. */
final class LatencyAttackFactory implements ExperimentFactory<LatencyAttack> {

    @Override
    public void contribute(LatencyAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of(FaultKind.LATENCY, annotation.target()),
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
