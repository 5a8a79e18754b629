package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ProcessKillAttack;

/** Puts {@link ProcessKillAttack} into the plan. */
public final class ProcessKillAttackFactory implements ExperimentFactory<ProcessKillAttack> {

    @Override
    public void contribute(ProcessKillAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(FaultSpec.processKill(annotation.target(), annotation.process())
                .text("signal", annotation.signal())
                .text("repeatEvery", annotation.repeatEvery())
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
