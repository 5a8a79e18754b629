package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.CpuAttack;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link CpuAttack} into the plan. */
public final class CpuAttackFactory implements ExperimentFactory<CpuAttack> {

    @Override
    public void contribute(CpuAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.cpu(annotation.target(), annotation.cores(), annotation.percent())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
