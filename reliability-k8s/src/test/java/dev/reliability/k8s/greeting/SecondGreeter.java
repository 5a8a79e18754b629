package dev.reliability.k8s.greeting;

import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;
import java.time.Duration;

/** A webapp that waits for its greeters, of which there are two. Not run by the build as a test: {@link GreetingExperimentTest} reads its verdict. */
@ExperimentFiles("${greeting.experiment}")
final class SecondGreeter {

    static final GreetingCluster CLUSTER = new GreetingCluster(2, Duration.ofSeconds(30));

    @ReliabilityProperty("WEBAPP_URL")
    static final String URL = CLUSTER.url();

    @ReliabilityProperty("KUBECONFIG")
    static final String KUBECONFIG = CLUSTER.kubeconfig();

    private SecondGreeter() {}
}
