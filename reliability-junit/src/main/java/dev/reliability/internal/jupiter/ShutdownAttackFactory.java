package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ShutdownAttack;

/** Puts {@link ShutdownAttack} into the plan. */
public final class ShutdownAttackFactory implements ExperimentFactory<ShutdownAttack> {

    @Override
    public void contribute(ShutdownAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.shutdown(annotation.target())
                .flag("reboot", annotation.reboot())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
