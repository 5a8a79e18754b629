package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.spi.FaultKind;

/** Puts {@link DnsAttack} into the plan. */
final class DnsAttackFactory implements ExperimentFactory<DnsAttack> {

    @Override
    public void contribute(DnsAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.of(FaultKind.DNS_OUTAGE, annotation.target())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
