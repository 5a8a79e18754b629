package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link BlackholeAttack} into the plan. */
public final class BlackholeAttackFactory implements ExperimentFactory<BlackholeAttack> {

    @Override
    public void contribute(BlackholeAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of("blackhole", annotation.target()),
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
