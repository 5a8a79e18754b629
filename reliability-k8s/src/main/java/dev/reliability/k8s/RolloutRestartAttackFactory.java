package dev.reliability.k8s;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.k8s.internal.fault.PodFaults;

/** Puts {@link RolloutRestartAttack} into the plan. */
final class RolloutRestartAttackFactory implements ExperimentFactory<RolloutRestartAttack> {

    @Override
    public void contribute(RolloutRestartAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec fault = FaultSpec.of(PodFaults.RESTART, annotation.target())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? fault : fault.duration(annotation.duration()));
    }
}
