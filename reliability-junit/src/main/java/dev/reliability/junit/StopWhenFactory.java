package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.StopSpec;
import java.util.Arrays;
import java.util.Optional;

/** Puts {@link StopWhen} into the plan. */
final class StopWhenFactory implements ExperimentFactory<StopWhen> {

    @Override
    public void contribute(StopWhen annotation, ExperimentBuilder experiment, Place place) {
        experiment.stopWhen(new StopSpec(
                Optional.of(annotation.alarm()).filter(text -> !text.isEmpty()),
                Optional.of(annotation.http()).filter(text -> !text.isEmpty()),
                Arrays.stream(annotation.status()).boxed().toList(),
                annotation.outage(),
                place));
    }
}
