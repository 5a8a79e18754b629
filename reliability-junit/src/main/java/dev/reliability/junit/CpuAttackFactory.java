package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;

/** Puts {@link CpuAttack} into the plan. */
final class CpuAttackFactory implements ExperimentFactory<CpuAttack> {

    @Override
    public void contribute(CpuAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.cpu(annotation.target(), annotation.cores(), annotation.percent())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
