package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.Place;

/** Puts {@link ExpectFailover} into the plan. */
final class ExpectFailoverFactory implements ExperimentFactory<ExpectFailover> {

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
