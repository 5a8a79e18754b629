package dev.reliability.k8s;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.k8s.internal.fault.PodFaults;

/** Puts {@link TerminatePodsAttack} into the plan. */
final class TerminatePodsAttackFactory implements ExperimentFactory<TerminatePodsAttack> {

    @Override
    public void contribute(TerminatePodsAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec fault = FaultSpec.of(PodFaults.TERMINATE, annotation.target())
                .number("count", annotation.count())
                .percent("percent", annotation.percent())
                .time("gracePeriod", annotation.gracePeriod())
                .number("seed", annotation.seed())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? fault : fault.duration(annotation.duration()));
    }
}
