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

/** Puts {@link SteadyPods} into the plan. */
final class SteadyPodsFactory implements ExperimentFactory<SteadyPods> {

    @Override
    public void contribute(SteadyPods annotation, ExperimentBuilder experiment, Place place) {
        String name = annotation.name().isEmpty() ? "pods " + annotation.selector() : annotation.name();
        experiment.steadyState(SteadyStateSpec.probe(name, context -> {
                    Cluster cluster = ClusterStates.cluster(annotation.context(), context);
                    String namespace = ClusterStates.namespace(cluster, context.fill(annotation.namespace()));
                    String phase = ClusterStates.phase(context.fill(annotation.phase()));
                    return ClusterStates.probe(
                            cluster,
                            new Query(Kind.POD, namespace, context.fill(annotation.selector()), ""),
                            pods -> States.pods(phase, pods));
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
