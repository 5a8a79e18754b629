package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;

/** Puts {@link Runbook} into the plan. */
final class RunbookFactory implements ExperimentFactory<Runbook> {

    @Override
    public void contribute(Runbook annotation, ExperimentBuilder experiment, Place place) {
        experiment.runbook(annotation.value());
    }
}
