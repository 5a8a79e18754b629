package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import java.lang.annotation.Annotation;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Puts one annotation into the plan of an experiment. Called once per invocation of a test.
 *
 * @param <A> the annotation
 */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ExperimentFactory<A extends Annotation> {

    /**
     * Contributes to the plan. Texts may be passed on with their placeholders.
     *
     * @param annotation the annotation
     * @param experiment the plan
     * @param place where the annotation stands, to be passed on so that problems can be found
     */
    void contribute(A annotation, ExperimentBuilder experiment, Place place);

    /** The factory of containers of repeatable annotations: what they contain is found without it. */
    final class OfContainer implements ExperimentFactory<Annotation> {

        @Override
        public void contribute(Annotation annotation, ExperimentBuilder experiment, Place place) {}
    }
}
