package dev.reliability.k8s.greeting;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;
import java.time.Duration;

/** A webapp that waits for its only greeter. Not run by the build as a test: {@link GreetingExperimentTest} reads its verdict. */
@ExperimentFiles("${greeting.experiment}")
final class NaiveWebapp {

    static final GreetingCluster CLUSTER = new GreetingCluster(1, Duration.ofSeconds(30));

    @ReliabilityProperty("WEBAPP_URL")
    static final String URL = CLUSTER.url();

    @ReliabilityProperty("KUBECONFIG")
    static final String KUBECONFIG = CLUSTER.kubeconfig();

    private NaiveWebapp() {}
}
