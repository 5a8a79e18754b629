package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.DnsAttack;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link DnsAttack} into the plan. */
public final class DnsAttackFactory implements ExperimentFactory<DnsAttack> {

    @Override
    public void contribute(DnsAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.of("dns outage", annotation.target())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
