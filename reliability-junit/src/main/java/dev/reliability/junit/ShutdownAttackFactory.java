package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;

/** Puts {@link ShutdownAttack} into the plan. */
final class ShutdownAttackFactory implements ExperimentFactory<ShutdownAttack> {

    @Override
    public void contribute(ShutdownAttack annotation, ExperimentBuilder experiment, Place place) {
        FaultSpec shutdown = FaultSpec.shutdown(annotation.target())
                .flag("reboot", annotation.reboot())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place);
        experiment.attack(annotation.duration().isEmpty() ? shutdown : shutdown.duration(annotation.duration()));
    }
}
