package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import java.util.Arrays;
import java.util.Set;

/** Puts {@link SteadyState} into the plan. */
final class SteadyStateFactory implements ExperimentFactory<SteadyState> {

    @Override
    public void contribute(SteadyState annotation, ExperimentBuilder experiment, Place place) {
        SteadyStateSpec spec = SteadyStateSpec.http(annotation.http())
                .method(annotation.method())
                .headers(annotation.headers())
                .status(Arrays.stream(annotation.status()).boxed().toArray(Integer[]::new))
                .timeout(annotation.timeout())
                .every(annotation.every())
                .outage(annotation.outage())
                .tolerate(annotation.tolerate())
                .recoverWithin(annotation.recoverWithin())
                .when(Set.copyOf(Arrays.asList(annotation.when())))
                .at(place);
        experiment.steadyState(annotation.name().isEmpty() ? spec : spec.name(annotation.name()));
    }
}
