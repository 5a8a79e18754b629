package dev.reliability.aws;

import dev.reliability.aws.internal.rds.RdsFaults;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link RdsFailoverAttack} into the plan. */
final class RdsFailoverAttackFactory implements ExperimentFactory<RdsFailoverAttack> {

    @Override
    public void contribute(RdsFailoverAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec fault = FaultSpec.of(RdsFaults.FAILOVER, annotation.target())
                .text(RdsFaults.TO, annotation.to())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? fault : fault.duration(annotation.duration()));
    }
}
