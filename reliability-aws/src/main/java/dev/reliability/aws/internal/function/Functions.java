package dev.reliability.aws.internal.function;

import dev.reliability.spi.ExperimentFunction;
import java.util.List;
import java.util.stream.Stream;

/** All functions of {@code chaosaws} that are mapped. */
public final class Functions {

    private Functions() {}

    /** Returns them. */
    public static List<ExperimentFunction> all() {
        return Stream.of(
                        Ec2Actions.functions(),
                        Ec2Probes.functions(),
                        AsgActions.functions(),
                        AsgProbes.functions(),
                        RdsFunctions.functions(),
                        CloudWatchFunctions.functions(),
                        Route53Probes.functions(),
                        LoadBalancerProbes.functions())
                .flatMap(List::stream)
                .toList();
    }
}
