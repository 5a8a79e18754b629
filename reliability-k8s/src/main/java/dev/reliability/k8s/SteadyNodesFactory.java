package dev.reliability.k8s;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.signal.States;
import java.util.Arrays;
import java.util.Set;

/** Puts {@link SteadyNodes} into the plan. */
final class SteadyNodesFactory implements ExperimentFactory<SteadyNodes> {

    @Override
    public void contribute(SteadyNodes annotation, ExperimentBuilder experiment, Place place) {
        String name = annotation.name().isEmpty() ? ("nodes " + annotation.selector()).strip() : annotation.name();
        experiment.steadyState(SteadyStateSpec.probe(name, context -> {
                    Cluster cluster = ClusterStates.cluster(annotation.context(), context);
                    return ClusterStates.probe(
                            cluster, new Query(Kind.NODE, "", context.fill(annotation.selector()), ""), States::nodes);
                })
                .timeout(annotation.timeout())
                .every(annotation.every())
                .outage(annotation.outage())
                .tolerate(annotation.tolerate())
                .recoverWithin(annotation.recoverWithin())
                .when(Set.copyOf(Arrays.asList(annotation.when())))
                .at(place));
    }
}
