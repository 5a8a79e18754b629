package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.spi.FaultKind;

/** Puts {@link BlackholeAttack} into the plan. */
final class BlackholeAttackFactory implements ExperimentFactory<BlackholeAttack> {

    @Override
    public void contribute(BlackholeAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of(FaultKind.BLACKHOLE, annotation.target()),
                        annotation.hosts(),
                        annotation.addresses(),
                        annotation.ports(),
                        annotation.protocol())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
