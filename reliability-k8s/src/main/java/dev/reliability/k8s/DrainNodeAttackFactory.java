package dev.reliability.k8s;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.k8s.internal.fault.NodeFaults;

/** Puts {@link DrainNodeAttack} into the plan. */
final class DrainNodeAttackFactory implements ExperimentFactory<DrainNodeAttack> {

    @Override
    public void contribute(DrainNodeAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec fault = FaultSpec.of(NodeFaults.DRAIN, annotation.target())
                .flag(NodeFaults.SYSTEM, annotation.system())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? fault : fault.duration(annotation.duration()));
    }
}
