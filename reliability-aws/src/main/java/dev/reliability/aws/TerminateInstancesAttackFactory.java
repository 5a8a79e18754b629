package dev.reliability.aws;

import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link TerminateInstancesAttack} into the plan. */
final class TerminateInstancesAttackFactory implements ExperimentFactory<TerminateInstancesAttack> {

    @Override
    public void contribute(TerminateInstancesAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec fault = FaultSpec.of(Ec2Faults.TERMINATE, annotation.target())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? fault : fault.duration(annotation.duration()));
    }
}
