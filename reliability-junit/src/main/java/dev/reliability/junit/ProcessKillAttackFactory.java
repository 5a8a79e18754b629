package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.spi.FaultAttribute;

/** Puts {@link ProcessKillAttack} into the plan. */
final class ProcessKillAttackFactory implements ExperimentFactory<ProcessKillAttack> {

    @Override
    public void contribute(ProcessKillAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.processKill(annotation.target(), annotation.process())
                .text("signal", annotation.signal())
                .time(FaultAttribute.REPEAT_EVERY, annotation.repeatEvery())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
