package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link ExpectFailover} into the plan. */
public final class ExpectFailoverFactory implements ExperimentFactory<ExpectFailover> {

    @Override
    public void contribute(ExpectFailover annotation, ExperimentBuilder experiment, Place place) {
        experiment.expect(new FailoverSpec(
                annotation.signal(),
                annotation.from(),
                annotation.to(),
                annotation.within(),
                annotation.failback(),
                annotation.name(),
                place));
    }
}
