package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;

/** Puts {@link DisconnectAttack} into the plan. */
final class DisconnectAttackFactory implements ExperimentFactory<DisconnectAttack> {

    @Override
    public void contribute(DisconnectAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.disconnect(annotation.target(), annotation.network())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
