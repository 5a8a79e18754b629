package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.Runbook;

/** Puts {@link Runbook} into the plan. */
public final class RunbookFactory implements ExperimentFactory<Runbook> {

    @Override
    public void contribute(Runbook annotation, ExperimentBuilder experiment, Place place) {
        experiment.runbook(annotation.value());
    }
}
